internal import Experiment
internal import Platform
internal import Statistics

/// Holds what was measured against what was promised.
///
/// Of each quantile the distribution-free interval between two values of the sample is taken (David & Nagaraja, "Order
/// Statistics", 3rd edition 2003, section 7.1; see `OrderRanks`): a promise is kept when the whole of it is on the right
/// side, each end being wrong with at most 2.5 %. Where an end does not decide it may be missing: that all of a few values
/// are too slow shows that the 0.99-quantile is.
struct AcceptanceJudge {
  private let data: FleetData
  private var ranks = OrderRanks()

  init(_ data: FleetData) {
    self.data = data
  }

  /// The result of a file.
  static func judge(_ file: AcceptanceFile, _ data: FleetData) -> AcceptanceResult {
    var judge = AcceptanceJudge(data)
    let lines = file.lines.flatMap { judge.lines($0) }
    let statuses = Set(lines.map(\.status))
    let status: AcceptanceResult.Status =
      statuses.contains(.fail) ? .fail : statuses == [.pass] ? .pass : .inconclusive
    return AcceptanceResult(name: file.name, file: file.file, status: status, lines: lines)
  }

  private mutating func lines(_ asked: AcceptanceFile.Line) -> [AcceptanceResult.Line] {
    let found = asked.pairs == nil ? nodeLines(asked) : pairLines(asked)
    if !found.isEmpty { return found }
    var line = Self.line(asked)
    line.reason = "nothing measured: no \(asked.pairs == nil ? "node" : "pair") has such a metric"
    return [line]
  }

  private mutating func nodeLines(_ asked: AcceptanceFile.Line) -> [AcceptanceResult.Line] {
    let wanted = data.nodes.indices.filter { Wildcard.matches(data.nodes[$0].name, asked.nodes ?? "*") }
    return data.series.filter { asked.isOf($0.key) }.flatMap { series in
      wanted.map { node in
        judged(asked, series.values[node], series.key, series.unit, at: data.nodes[node].name)
      }
    }
  }

  private mutating func pairLines(_ asked: AcceptanceFile.Line) -> [AcceptanceResult.Line] {
    data.pairs.filter { asked.isOf($0.key) && Wildcard.matches("\($0.from)--\($0.to)", asked.pairs ?? "*") }
      .map { judged(asked, $0.values, $0.key, $0.unit, at: "\($0.from)--\($0.to)") }
  }

  private mutating func judged(
    _ asked: AcceptanceFile.Line, _ values: [Double], _ key: Metric.Key, _ unit: String, at place: String
  ) -> AcceptanceResult.Line {
    var line = Self.line(asked)
    line.metric = "\(key)"
    line.place = place
    line.unit = unit
    line.samples = values.count
    guard asked.bound.unit == nil || asked.bound.unit == unit else {
      line.reason = "the bound is in \(asked.bound.unit ?? ""), the metric in \(unit)"
      return line
    }
    guard !values.isEmpty else {
      line.reason = "nothing measured here"
      return line
    }
    let sorted = values.sorted()
    let ends = ranks.ends(asked.quantile, ofSorted: sorted)
    line.value = Quantile.value(asked.quantile, ofSorted: sorted)
    line.low = ends.lower
    line.high = ends.upper
    let bound = asked.bound.value
    let (passes, fails) =
      switch asked.bound.side {
      case .atLeast: (ends.lower.map { $0 >= bound }, ends.upper.map { $0 < bound })
      case .atMost: (ends.upper.map { $0 <= bound }, ends.lower.map { $0 > bound })
      }
    if passes == true {
      line.status = .pass
    } else if fails == true {
      line.status = .fail
    } else if passes == nil || fails == nil {
      let needed = OrderRanks.fewest(asked.quantile).map { "\($0) are needed" } ?? "take more"
      line.reason = "\(values.count) \(values.count == 1 ? "sample is" : "samples are") too few; \(needed)"
    } else {
      line.reason = "the interval holds the bound: more samples narrow it"
    }
    return line
  }

  private static func line(_ asked: AcceptanceFile.Line) -> AcceptanceResult.Line {
    AcceptanceResult.Line(
      line: asked.line, asked: asked.text, metric: nil, place: nil, unit: nil, bound: asked.bound.value,
      side: asked.bound.side, quantile: asked.quantile, value: nil, low: nil, high: nil, samples: 0,
      status: .inconclusive, reason: nil)
  }
}
