internal import Experiment

/// What a thread loses when it is moved to another CPU.
struct MigrationReading: Sendable {
  static let costID = "scheduler.migration_cost"
  static let callID = "scheduler.migration_call"

  let estimates: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    let costs = reading.estimates(Self.costID)
    let calls = reading.estimates(Self.callID)
    estimates = costs + calls
    let known = costs.filter { $0["pairing"] != nil && Self.bytes($0) != nil }
    let sets = Dictionary(
      known.map { (Self.name($0), Self.bytes($0) ?? 0) }, uniquingKeysWith: { first, _ in first })
    let names = sets.keys.sorted { (sets[$0] ?? 0, $0) < (sets[$1] ?? 0, $1) }
    let table = EstimateTable(
      known + calls.filter { $0["pairing"] != nil }, by: ["pairing", "from", "to"],
      hidden: ["working_set", "level"], joined: true,
      columns: names.map { .init($0) } + [.init("the call")]
    ) { $0.metric.id == Self.callID ? "the call" : Self.name($0) }
    subject = Subject(
      title: "Migration cost", better: "lower is better",
      explanation:
        "Time that a thread with a warm working set loses after it is moved, until it is as fast as before. Same CPU: a call that moves nothing, what the measurement itself costs. The call: sched_setaffinity.",
      tables: [table], sentence: Self.sentence(known),
      others: costs.filter { $0["pairing"] == nil || Self.bytes($0) == nil }
        + calls.filter { $0["pairing"] == nil })
  }

  private static func bytes(_ estimate: Estimate) -> UInt64? {
    estimate["working_set"].flatMap { UInt64($0) }
  }

  /// `L2, 512 KiB`.
  private static func name(_ estimate: Estimate) -> String {
    let size = Units.size(bytes(estimate))
    return estimate["level"].map { "\($0), \(size)" } ?? size
  }

  /// What the largest working set costs, nearest against furthest, where the difference is beyond doubt.
  private static func sentence(_ costs: [Estimate]) -> String? {
    let moves = costs.filter { $0["pairing"] != "same_cpu" }
    guard let largest = moves.compactMap(bytes).max() else { return nil }
    let ends = moves.filter { bytes($0) == largest }
    func place(_ estimate: Estimate) -> String {
      LabelWords.value("pairing", estimate["pairing"] ?? Units.unknown, beside: [:])
    }
    guard let (least, most) = ends.clearExtremes, least["pairing"] != most["pairing"] else { return nil }
    return
      "With \(Units.size(largest)) in use, a move costs \(least.valueText) (\(place(least))) to \(most.valueText) (\(place(most))): keep threads with warm data where their caches are."
  }
}
