internal import Experiment
internal import Statistics

extension Validation {
  private static let budget = 60
  private static let step = 10

  /// What looking again and again does.
  var looks: Table {
    let unchanged: [NoiseModel] =
      [.independent(0.1), .autoregressive(0.5), .outliers]
      + recorded.filter { $0.isLongEnough(2 * Self.budget) }
    let cases: [(NoiseModel, Double, String)] =
      unchanged.map { ($0, 1, "nothing") }
      + [
        (.independent(0.02), 1 / 1.01001, "just over δ"), (Self.onePercent, 0.97, "−3 %"),
        (Self.onePercent, 1, "nothing"),
      ]
    return Table(
      title: "Repeated looks, until decided: up to 60 pairs, a look every 10, 4 primary metrics",
      note: """
        Ended as: at the first look that is not inconclusive. Promised: of nothing changed at most 5 % worse or better; \
        just over δ at most 5 % the same. Unspent: every look at the full 5 %, as is wrong.
        """,
      columns: ["noise", "changed", "worse or better", "95 % interval", "same", "open", "pairs", "unspent"],
      rows: cases.map { noise, factor, label in Self.row { looks(noise, factor, label) } })
  }

  private func looks(_ noise: NoiseModel, _ factor: Double, _ label: String) -> Row {
    let trial = Trial(
      arrangement: .interleaved, noise: noise, blocks: Self.budget, metrics: 4, factor: factor)
    var generator = seeded("looks", noise.name, label)
    var ends: [Verdict: Int] = [:]
    var pairs = 0
    var unspent = 0
    for _ in 0..<trials {
      let sides = trial.sides(&generator)
      let (verdict, used) = Self.decide(sides, spending: true)
      ends[verdict, default: 0] += 1
      pairs += used
      let naive = Self.decide(sides, spending: false).verdict
      if naive == .worse || naive == .better { unspent += 1 }
    }
    let changed = (ends[.worse] ?? 0) + (ends[.better] ?? 0)
    let most = Int(Self.mostAlarms * Double(trials))
    let kept: Bool? =
      switch label {
      case "nothing": changed <= most
      case "just over δ": (ends[.same] ?? 0) <= most
      default: nil
      }
    func share(_ verdict: Verdict) -> String { Self.percent(Double(ends[verdict] ?? 0) / Double(trials)) }
    return Row(
      cells: [noise.name, label] + Self.share(changed, of: trials) + [
        share(.same), share(.inconclusive), "\(pairs / trials)",
        Self.percent(Double(unspent) / Double(trials)),
      ], isKept: kept)
  }

  /// Looks after every step until there is a verdict.
  private static func decide(_ sides: (base: [Metric], candidate: [Metric]), spending: Bool) -> (
    verdict: Verdict, pairs: Int
  ) {
    for pairs in stride(from: step, through: budget, by: step) {
      var rules = ComparisonRules()
      if spending {
        rules.look = ComparisonRules.Look(
          before: Double(pairs - step) / Double(budget), now: Double(pairs) / Double(budget))
      }
      let judged = Comparison.judged(
        bases: [first(pairs, of: sides.base)], candidate: first(pairs, of: sides.candidate),
        design: .interleaved,
        delta: rules.delta, significance: rules.significance, isDetailed: false)
      let verdict = Verdict.gravest(of: judged.map(\.verdict)) ?? .invalid
      if verdict != .inconclusive { return (verdict, pairs) }
    }
    return (.inconclusive, budget)
  }

  private static func first(_ blocks: Int, of metrics: [Metric]) -> [Metric] {
    metrics.map { metric in
      var metric = metric
      metric.samples = Array(metric.samples.prefix(blocks))
      return metric
    }
  }
}
