internal import Experiment

/// What each placement of workers does, and how it differs from leaving them to the scheduler.
struct PlacementReading: Sendable {
  static let rateID = "scheduler.placement"
  static let latencyID = "scheduler.placement_latency"

  /// One policy against none.
  struct Comparison: Sendable {
    /// In words: `per core`.
    var name: String
    var effect: Effect
  }

  let estimates: [Estimate]
  /// Of every policy that can be compared.
  let comparisons: [Comparison]
  let subject: Subject

  init(_ reading: RunReading) {
    let rates = reading.estimates(Self.rateID)
    let latencies = reading.estimates(Self.latencyID)
    estimates = rates + latencies
    let known = estimates.filter { $0["policy"] != nil }
    let bases = rates.filter { $0["policy"] == "none" }
    func effect(_ rate: Estimate) -> Effect? {
      var labels = rate.metric.labels
      labels["policy"] = "none"
      return bases.first { $0.metric.labels == labels }.flatMap { Effect(of: rate, against: $0) }
    }
    var table = EstimateTable(
      known, by: ["policy"], hidden: ["quantile"],
      columns: [.init("work"), .init("piece p50", dropped: 5), .init("piece p99", dropped: 6)]
    ) { $0.metric.id == Self.rateID ? "work" : $0["quantile"].map { "piece \($0)" } }
    let effects = table.rows.map { row in
      row.estimates.first { $0.metric.id == Self.rateID && $0["policy"] != "none" }.flatMap(effect)
    }
    if effects.contains(where: { $0 != nil }) {
      let hasInterval = effects.contains { $0?.isInterval == true }
      table.more = [.init("effect", dropped: 7), .init(hasInterval ? "95 % interval" : "range", dropped: 4)]
      for (index, effect) in effects.enumerated() {
        table.rows[index].more = [effect?.text ?? "", effect?.rangeText ?? ""]
      }
    }
    let comparisons = zip(table.rows, effects).compactMap { row, effect in
      effect.map { Comparison(name: row.labels.first ?? "", effect: $0) }
    }
    subject = Subject(
      title: "Placement", better: "higher is better",
      explanation:
        "As many workers as cores in use\(Self.workers(known)), each with memory of its own, that meet in pairs. Effect: work against none (the scheduler decides), from samples of the same block.",
      tables: [table], sentence: Self.sentence(comparisons), others: estimates.filter { $0["policy"] == nil })
    self.comparisons = comparisons
  }

  /// ` (4)`; empty where there are several numbers, which the table tells apart.
  private static func workers(_ estimates: [Estimate]) -> String {
    let numbers = Set(estimates.compactMap { $0.number("workers") })
    return numbers.count == 1 ? numbers.first.map { " (\($0))" } ?? "" : ""
  }

  /// The best placement that does more beyond doubt; else whether one does less; else that none differs.
  private static func sentence(_ comparisons: [Comparison]) -> String? {
    let known = comparisons.filter(\.effect.isInterval)
    guard !known.isEmpty else { return nil }
    let best = known.filter { $0.effect.range.lowerBound > 0 }.max { $0.effect.center < $1.effect.center }
    if let best {
      return
        "Placed \(best.name), the workers do \(best.effect.text) (\(best.effect.rangeText)) against none: place such work so."
    }
    if known.allSatisfy({ $0.effect.range.upperBound < 0 }) {
      return "Every placement does less than none: leave such work to the scheduler."
    }
    return "No placement does more than none beyond doubt: leave such work to the scheduler."
  }
}
