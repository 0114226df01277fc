internal import Experiment

/// A kind of figure that loads on storage are shown by: a column of their tables.
struct AIOFigure: Sendable {
  static let rateID = "aio.iops"
  static let bandwidthID = "aio.bandwidth"
  static let latencyID = "aio.latency"
  static let cpuID = "aio.cpu_per_op"
  static let switchID = "aio.switches_per_op"
  static let heldID = "aio.depth_held"
  static let steadyID = "aio.steady"
  static let verifiedID = "aio.verified_blocks"
  static let ids: Set<String> = [
    rateID, bandwidthID, latencyID, cpuID, switchID, heldID, steadyID, verifiedID,
  ]

  var column: EstimateTable.Column
  var estimate: @Sendable (AIOLoad) -> Estimate?

  init(_ name: String, dropped: Int? = nil, _ estimate: @escaping @Sendable (AIOLoad) -> Estimate?) {
    column = .init(name, dropped: dropped)
    self.estimate = estimate
  }

  static let rate = AIOFigure("rate", dropped: 9) { $0.figure(rateID) }
  static let bandwidth = AIOFigure("bandwidth", dropped: 9) { $0.figure(bandwidthID) }
  static let p50 = AIOFigure("p50", dropped: 7) { $0.latency("p50") }
  static let p99 = AIOFigure("p99") { $0.latency("p99") }
  static let cpu = AIOFigure("CPU/op", dropped: 8) { $0.figure(cpuID, ["mode": "total"]) }
  static let switches = AIOFigure("switches/op", dropped: 5) { $0.figure(switchID) }
  static let held = held(dropped: 6)

  /// The depth that was really held.
  static func held(dropped: Int) -> AIOFigure { AIOFigure("held", dropped: dropped) { $0.figure(heldID) } }

  /// A quantile of the latencies of one direction.
  static func quantile(_ quantile: String, _ direction: String, dropped: Int? = nil) -> AIOFigure {
    AIOFigure("\(direction) \(quantile)", dropped: dropped) { $0.latency(quantile, direction: direction) }
  }

  /// Everything that a load can have.
  static let all: [AIOFigure] =
    [rate, bandwidth] + phase("total", "read") + phase("total", "write")
    + ["submit", "complete"].flatMap { phase($0, nil) + phase($0, "read") + phase($0, "write") }
    + ["user", "system", "total"].map { mode in
      AIOFigure("\(mode) CPU/op") { $0.figure(cpuID, ["mode": mode]) }
    } + [
      switches, held, AIOFigure("steady") { $0.figure(steadyID) },
      AIOFigure("blocks verified") { $0.figure(verifiedID) },
    ]

  /// All quantiles of a phase: of one direction, or of both together.
  private static func phase(_ phase: String, _ direction: String?) -> [AIOFigure] {
    (LatencyMeasurements.quantiles.map(\.label) + ["max"]).map { quantile in
      let parts = [direction, phase == "total" ? nil : phase, quantile].compactMap(\.self)
      let own = ["phase": phase, "direction": direction, "quantile": quantile].compactMapValues(\.self)
      return AIOFigure(parts.joined(separator: " ")) { $0.figure(latencyID, own) }
    }
  }

  /// What the mark on a depth means.
  static let otherDepth =
    "depth held (rate × mean latency, Little's law) is off by more than 10 % from what was asked for: the row does not show that depth. Batches and flushes empty the queue by design; of other causes a warning tells"
}

extension Estimate {
  /// Whether it is a depth held that is off by more than a tenth from the one asked for, which is the depth of all jobs
  /// together. At a given rate the depth is only a limit.
  var isOtherDepth: Bool {
    guard metric.id == AIOFigure.heldID, self["rate"] == nil, let value, let depth = number("depth") else {
      return false
    }
    let asked = Double(depth) * Double(number("jobs") ?? 1)
    return asked > 0 && (value / asked - 1).magnitude > 0.1
  }
}

extension EstimateTable {
  /// A row for each load; what all have in common is the title.
  ///
  /// - Parameters:
  ///   - heads: labels that each row is headed by, besides those that tell the loads apart.
  ///   - hidden: labels that are not shown, whether or not they differ.
  ///   - main: the figure whose interval stands beside the others.
  init(
    _ loads: [AIOLoad], heads: Set<String>, hidden: Set<String> = [], _ figures: [AIOFigure], main: Int? = 0
  ) {
    let labels = Set(loads.flatMap(\.labels.keys)).subtracting(hidden)
    let varying = labels.filter { label in
      heads.contains(label) || Set(loads.map { $0[label] }).count > 1
    }
    let rest = varying.subtracting(AIOWords.order).sorted()
    let shown = AIOWords.order.filter { varying.contains($0) } + rest
    let common = (loads.first?.labels ?? [:]).filter { labels.contains($0.key) && !varying.contains($0.key) }
    self.init(
      title: AIOWords.sentence(common), labels: shown.map { LabelWords.name($0, beside: [:]) },
      columns: figures.map(\.column),
      rows: loads.map { load in
        Row(
          labels: shown.map { label in
            load[label].map { LabelWords.value(label, $0, beside: [:]) } ?? "–"
          }, cells: figures.map { $0.estimate(load) })
      }, main: main)
    dropEmptyColumns()
  }
}
