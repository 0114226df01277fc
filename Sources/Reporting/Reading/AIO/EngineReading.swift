internal import Experiment

/// Engines side by side at the same load.
struct EngineReading: Sendable {
  /// What another engine does against libaio, or against the first where that was not measured.
  struct Comparison: Sendable {
    /// `io_uring, depth 32`.
    var name: String
    var rate: Effect?
    var p99: Effect?
    var cpu: Effect?
  }

  /// Loads that differ only in their engine.
  let groups: [[AIOLoad]]
  let comparisons: [Comparison]
  /// The name of the engine that the others are compared with: `libaio`.
  let base: String
  let subject: Subject

  init(_ reading: RunReading) {
    let groups = AIOReading(reading).engines
    var table = EstimateTable(
      groups.flatMap(\.self), heads: ["engine"],
      hidden: groups.joined().allSatisfy(\.isPlain) ? ["batch", "completion"] : [],
      [.rate, .p99, .cpu, .held(dropped: 2)])
    let effects = groups.flatMap { group in
      group.enumerated().map {
        $0.offset == 0 ? nil : Self.effect(of: $0.element, against: group[0], AIOFigure.rate)
      }
    }
    let base = groups.first?.first?["engine"] ?? ""
    if groups.allSatisfy({ $0.first?["engine"] == base }), effects.contains(where: { $0 != nil }) {
      table.more = [.init("rate ±", dropped: 5)]
      for (index, effect) in effects.enumerated() { table.rows[index].more = [effect?.text ?? ""] }
    }
    let labels = Set(groups.joined().flatMap(\.labels.keys))
    let varying = labels.filter { label in Set(groups.joined().map { $0[label] }).count > 1 }
      .subtracting(["batch", "completion"]).union(["engine", "depth"])
    comparisons = groups.flatMap { group in
      group.dropFirst().map { load in
        Comparison(
          name: AIOWords.sentence(load.labels.filter { varying.contains($0.key) }),
          rate: Self.effect(of: load, against: group[0], .rate),
          p99: Self.effect(of: load, against: group[0], .p99),
          cpu: Self.effect(of: load, against: group[0], .cpu))
      }
    }
    subject = Subject(
      title: "I/O engines at the same load",
      explanation:
        "libaio submits to the kernel's queue for asynchronous I/O, io_uring to a ring that it shares with the kernel, sync calls pread and pwrite and waits.\(table.more.isEmpty ? "" : " ±: against \(base), from samples of the same block.")",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: Self.sentence(groups))
    self.groups = groups
    self.base = base
  }

  /// How a figure of a load differs from that of another; nil where one of them has too few samples.
  static func effect(of load: AIOLoad, against base: AIOLoad, _ figure: AIOFigure) -> Effect? {
    guard let own = figure.estimate(load), let other = figure.estimate(base) else { return nil }
    return Effect(of: own, against: other)
  }

  /// What the choice of the engine changes at the deepest load where it does beyond doubt.
  private static func sentence(_ groups: [[AIOLoad]]) -> String? {
    for group in groups.sorted(by: { $0[0].depth > $1[0].depth }) {
      let rates = group.compactMap { $0.figure(AIOFigure.rateID) }
      let costs = group.compactMap { AIOFigure.cpu.estimate($0) }
      func name(_ estimate: Estimate) -> String { estimate["engine"] ?? Units.unknown }
      let rate = rates.clearExtremes.flatMap { least, most in
        most.times(least).map { "\(name(most)) does \($0) the rate of \(name(least)) (\(most.valueText))" }
      }
      let cost = costs.clearExtremes.flatMap { least, most in
        most.times(least).map {
          "\(name(least)) takes \(least.valueText) CPU an operation, \(name(most)) \(most.valueText) (\($0))"
        }
      }
      let parts = [rate, cost].compactMap(\.self)
      if !parts.isEmpty { return "At depth \(group[0].depth) \(parts.joined(separator: "; "))." }
    }
    return nil
  }
}
