internal import Experiment

/// What it brings and costs to submit in batches and to reap from the ring in user space.
struct BatchingReading: Sendable {
  /// One way against the plain one.
  struct Comparison: Sendable {
    /// `batches of 16, ring`.
    var name: String
    var rate: Effect?
    var cpu: Effect?
  }

  let comparisons: [Comparison]
  let subject: Subject

  init(_ reading: RunReading) {
    let groups = AIOReading(reading).batches
    let loads = groups.flatMap(\.self)
    var table = EstimateTable(
      loads, heads: ["batch", "completion"], [.rate, .cpu, .switches, .held(dropped: 2)])
    let varying = Set(loads.flatMap(\.labels.keys)).filter { label in
      label != "batch" && label != "completion" && Set(groups.map { $0[0][label] }).count > 1
    }
    let pairs = groups.flatMap { group in group.map { (load: $0, base: group[0]) } }
    let effects = pairs.map { load, base -> Comparison? in
      guard load.labels != base.labels else { return nil }
      let way = [
        load["batch"].flatMap { AIOWords.text("batch", $0) },
        load["completion"].map { LabelWords.value("completion", $0, beside: [:]) },
      ].compactMap(\.self)
      let rest = AIOWords.sentence(load.labels.filter { varying.contains($0.key) })
      return Comparison(
        name: (way + (rest.isEmpty ? [] : [rest])).joined(separator: ", "),
        rate: EngineReading.effect(of: load, against: base, .rate),
        cpu: EngineReading.effect(of: load, against: base, .cpu))
    }
    if effects.contains(where: { $0?.rate != nil || $0?.cpu != nil }) {
      table.more = [.init("rate ±", dropped: 5), .init("CPU ±", dropped: 6)]
      for (index, effect) in effects.enumerated() {
        table.rows[index].more = [effect?.rate?.text ?? "", effect?.cpu?.text ?? ""]
      }
    }
    comparisons = effects.compactMap(\.self)
    subject = Subject(
      title: "I/O batching: rate against CPU time",
      explanation:
        "Batch: requests that go out with one system call. Reaped from the ring: completions are read in user space, without a call. ±: against the first row of the same load.",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: Self.sentence(groups))
  }

  /// The way that takes the least CPU time, where that is beyond doubt, and what it does to the rate.
  private static func sentence(_ groups: [[AIOLoad]]) -> String? {
    for group in groups {
      let costs = group.compactMap { load in AIOFigure.cpu.estimate(load).map { (load: load, cost: $0) } }
      guard let base = costs.first, base.load.labels == group[0].labels,
        let best = costs.min(by: { $0.cost.value ?? .infinity < $1.cost.value ?? .infinity }),
        best.cost.isClearlyBelow(base.cost), let times = base.cost.times(best.cost)
      else { continue }
      let way = ["batch", "completion"].compactMap { label in
        best.load[label].flatMap { AIOWords.text(label, $0) }
      }
      let effect = EngineReading.effect(of: best.load, against: group[0], .rate)
      let rate =
        effect.map { effect in
          effect.range.contains(0)
            ? "; the rate does not change beyond doubt" : "; the rate changes by \(effect.text)"
        } ?? ""
      return
        "\(way.joined(separator: ", ").capitalizedFirst): an operation takes \(best.cost.valueText) of CPU time instead of \(base.cost.valueText) (\(times) less)\(rate)."
    }
    return nil
  }
}
