internal import Experiment

/// The highest rates that keep p99 under a limit.
struct KneeReading: Sendable {
  static let rateID = "aio.knee_iops"
  static let depthID = "aio.knee_depth"

  /// One load and limit.
  struct Knee: Sendable {
    /// Of the load, and the limit; without the depth.
    var labels: [String: String]
    /// The highest rate. Samples that found it at different depths are one estimate.
    var rate: Estimate
    /// Depths at which it was found, least first; empty where that is not known.
    var depths: [Int]

    /// `24`, or `24–32`; a dash where it is not known.
    var depthText: String {
      guard let least = depths.first, let most = depths.last else { return "–" }
      return least == most ? "\(least)" : "\(least)–\(most)"
    }
    /// `p99 under 1 ms`.
    var limitText: String {
      labels["p99_limit"].flatMap { AIOWords.text("p99_limit", $0) } ?? "p99 under a limit"
    }
  }

  let knees: [Knee]
  let subject: Subject

  init(_ reading: RunReading) {
    let all = reading.estimates(Self.rateID)
    let known = all.filter { $0["engine"] != nil && $0["p99_limit"] != nil }
    let groups = Dictionary(grouping: known) { $0.metric.labels.filter { $0.key != "depth" } }
    let knees = groups.map { labels, members in
      Knee(
        labels: labels, rate: Self.joined(members, labels, reading),
        depths: Self.depths(members, labels, reading))
    }
    let heads = AIOWords.order.filter { $0 != "depth" } + ["p99_limit"]
    let rest = Set(knees.flatMap(\.labels.keys)).subtracting(heads).sorted()
    self.knees = knees.sorted { left, right in
      let ranks = (heads + rest).map {
        (LabelWords.rank($0, left.labels[$0]), LabelWords.rank($0, right.labels[$0]))
      }
      return ranks.first { $0.0 != $0.1 }.map { $0.0 < $0.1 } ?? false
    }
    subject = Subject(
      title: "Highest I/O rate under a latency limit", better: "higher is better",
      explanation: "The highest rate that keeps p99 under the limit, and the depth at which it was found.",
      tables: [Self.table(self.knees, heads + rest)].filter { !$0.rows.isEmpty },
      sentence: self.knees.lazy.compactMap(\.sentence).first,
      others: all.filter { $0["engine"] == nil || $0["p99_limit"] == nil }
        + reading.estimates(Self.depthID).filter { $0["engine"] == nil || $0["p99_limit"] == nil })
  }

  /// Each sample may have found another depth: together they are the samples of one rate.
  private static func joined(_ members: [Estimate], _ labels: [String: String], _ reading: RunReading)
    -> Estimate
  {
    guard members.count > 1, var metric = members.first?.metric else { return members[0] }
    metric.labels = labels
    metric.samples = members.flatMap(\.metric.samples).sorted {
      ($0.block, $0.attempt) < ($1.block, $1.attempt)
    }
    return Estimate(metric, standings: reading.standings)
  }

  private static func depths(_ members: [Estimate], _ labels: [String: String], _ reading: RunReading)
    -> [Int]
  {
    let measured = reading.estimates(depthID).first { $0.metric.labels == labels }
    let values = measured?.points.filter { $0.standing != .invalid && (0...1e6).contains($0.value) } ?? []
    let named = members.filter { $0.count > 0 }.compactMap { $0.number("depth") }
    return Set(named + values.map { Int($0.value) }).sorted()
  }

  private static func table(_ knees: [Knee], _ heads: [String]) -> EstimateTable {
    let varying = heads.filter { head in
      head == "p99_limit" || Set(knees.map { $0.labels[head] }).count > 1
    }
    let common = (knees.first?.labels ?? [:]).filter { !varying.contains($0.key) }
    return EstimateTable(
      title: AIOWords.sentence(common), labels: varying.map { LabelWords.name($0, beside: [:]) },
      columns: [.init("rate")], more: [.init("at depth", dropped: 6)],
      rows: knees.map { knee in
        .init(
          labels: varying.map { head in
            knee.labels[head].map { LabelWords.value(head, $0, beside: [:]) } ?? "–"
          },
          cells: [knee.rate], more: [knee.depthText])
      }, main: 0)
  }
}

extension KneeReading.Knee {
  /// What to plan with.
  var sentence: String? {
    guard rate.isResult else { return nil }
    let place = depths.isEmpty ? "" : " at depth \(depthText)"
    let engine = labels["engine"] ?? Units.unknown
    let limit = limitText.hasPrefix("p99 under ") ? limitText.dropFirst("p99 under ".count) : "the limit"
    return "To keep p99 under \(limit), plan for \(rate.valueText) (\(engine)\(place)) or less."
  }
}
