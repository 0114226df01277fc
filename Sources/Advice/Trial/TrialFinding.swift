public import Comparison
internal import Experiment

/// What a trial found of one or several factors.
public struct TrialFinding: Codable, Sendable, Equatable {
  /// What becomes of a setting.
  public enum Decision: String, Codable, Sendable, CaseIterable {
    /// It makes a primary metric better and none worse.
    case helps
    /// It makes a primary metric worse: dropped.
    case hurts
    /// No primary metric changes by what matters: dropped, less is more.
    case nothing
    /// Neither can be said: it has no evidence.
    case unproven
    /// There were too few blocks that count, or no metric of it was measured: nothing is said.
    case notJudged = "not_judged"
  }

  /// What was in place: `sysctl/vm.swappiness = 10`, in the order of the profile.
  public var factors: [String]
  /// The settings' keys, in the same order.
  public var keys: [String]
  /// What becomes of it.
  public var decision: Decision
  /// Why, in one line.
  public var reason: String
  /// What it does, where it helps.
  public var evidence: TrialEvidence?
  /// All figures.
  public var comparison: Comparison

  /// Decides by a comparison of the present state (base) with the factors in place (candidate).
  public init(_ factors: [TrialFactor], _ comparison: Comparison) {
    self.factors = factors.map(\.name)
    keys = factors.map(\.key)
    self.comparison = comparison
    let primary = comparison.metrics.filter { $0.role == .primary }
    let measured = Set(primary.map(\.id))
    (decision, reason) = Self.decide(primary, comparison)
    if factors.count == 1, decision == .nothing || decision == .unproven,
      let factor = factors.first, !factor.couldShow(in: measured)
    {
      decision = .notJudged
      reason =
        "none of the metrics that could show it was measured (\(factor.metrics.joined(separator: ", ")))"
    }
    if decision == .helps {
      let best = primary.filter { $0.verdict == .better }.max { Self.size($0) < Self.size($1) }
      evidence = best.flatMap { TrialEvidence($0, of: comparison, together: factors.count) }
    }
  }

  private static func decide(_ primary: [MetricComparison], _ comparison: Comparison) -> (Decision, String) {
    let worse = primary.filter { $0.verdict == .worse }
    let better = primary.filter { $0.verdict == .better }
    if comparison.verdict == .incomparable { return (.notJudged, comparison.reason) }
    if let worst = worse.max(by: { size($0) < size($1) }) {
      return (.hurts, "\(line(worst))\(more(worse.count))")
    }
    if let best = better.max(by: { size($0) < size($1) }) {
      return (.helps, "\(line(best))\(more(better.count))")
    }
    if primary.isEmpty || primary.contains(where: { $0.verdict == .invalid || $0.verdict == .incomparable }) {
      return (.notJudged, comparison.reason)
    }
    let open = primary.filter { $0.verdict == .inconclusive }
    guard let first = open.max(by: { size($0) < size($1) }) else {
      let count = primary.count == 1 ? "its metric" : "all \(primary.count) primary metrics"
      return (.nothing, "\(count) the same within \(TrialText.percent(comparison.delta))")
    }
    return (.unproven, "\(open.count) of \(primary.count) primary metrics not decided: \(line(first))")
  }

  private static func more(_ count: Int) -> String { count > 1 ? ", and \(count - 1) more" : "" }

  private static func line(_ metric: MetricComparison) -> String { "\(metric.key): \(metric.reason)" }

  /// How large an effect is, in either direction.
  private static func size(_ metric: MetricComparison) -> Double {
    guard let ratio = metric.effect?.ratio, ratio > 0 else { return 0 }
    return max(ratio, 1 / ratio)
  }
}

/// What a setting was measured to do: what stands in a profile below `evidence`.
public struct TrialEvidence: Codable, Sendable, Equatable {
  /// The metric with its labels.
  public var metric: String
  /// The change of its value: `+8.1 %`, whether that is good or bad.
  public var effect: String
  /// The ends of its interval; empty where there is none.
  public var interval: [String]
  /// Ids of the Runs, that of the base first.
  public var runs: [String]

  /// Evidence of these parts.
  public init(metric: String, effect: String, interval: [String], runs: [String]) {
    self.metric = metric
    self.effect = effect
    self.interval = interval
    self.runs = runs
  }

  /// The evidence of one metric; nil where no ratio can be told.
  ///
  /// - Parameter together: how many settings were in place: the effect is of all of them.
  init?(_ metric: MetricComparison, of comparison: Comparison, together: Int) {
    guard let effect = metric.effect else { return nil }
    self.metric = metric.key.description
    self.effect =
      TrialText.change(effect.ratio) + (together > 1 ? " (with all \(together) settings)" : "")
    interval = [effect.lower, effect.upper].compactMap { $0.map { TrialText.change($0) } }
    runs = [comparison.base.id, comparison.candidate.id]
  }
}
