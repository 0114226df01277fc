internal import Experiment

extension Comparison {
  /// The verdict over all, and why.
  ///
  /// - Parameter edited: what shows that a Run is not as it was measured; nil where nothing does.
  static func overall(
    _ metrics: [MetricComparison], _ fingerprint: FingerprintComparison, edited: String?
  ) -> (verdict: Verdict, reason: String) {
    if let first = fingerprint.blocking.first {
      let more = fingerprint.blocking.count - 1
      return (.incomparable, more == 0 ? first : "\(first); and \(more) more")
    }
    if let edited { return (.invalid, edited) }
    let primary = metrics.filter { $0.role == .primary }
    guard let verdict = Verdict.gravest(of: primary.map(\.verdict)) else {
      return metrics.isEmpty
        ? (.invalid, "neither Run has a metric") : (.inconclusive, "no primary metric: nothing has a vote")
    }
    let decisive = primary.filter { $0.verdict == verdict }
    // Which metric stands for all: the one with the largest effect.
    let shown = decisive.max { abs(($0.effect?.ratio ?? 1) - 1) < abs(($1.effect?.ratio ?? 1) - 1) }
    let head = "\(decisive.count) of \(primary.count) primary metrics \(words(verdict))"
    var reason = verdict == .same ? head : head + (shown.map { ": \($0.key): \($0.reason)" } ?? "")
    let unjudged = primary.count { $0.verdict != verdict && [.incomparable, .invalid].contains($0.verdict) }
    if unjudged > 0 { reason += "; \(unjudged) cannot be judged besides" }
    return (verdict, reason)
  }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .better, .worse, .inconclusive, .invalid, .incomparable: verdict.rawValue
    case .same: "the same"
    }
  }

  /// What the reader must know.
  static func warnings(_ bases: [Run], _ candidate: Run, _ design: Design) -> [Run.Warning] {
    var warnings: [Run.Warning] = []
    if bases.contains(where: { $0.id == candidate.id }) {
      warnings.append(
        Run.Warning(
          code: "comparison.same_run", message: "base and candidate are the same Run",
          advice: "compare two Runs: nothing can be told from one"))
    }
    for run in bases + [candidate] where run.status != .complete {
      warnings.append(
        Run.Warning(
          code: "comparison.incomplete_run",
          message: "\(run.id) is \(run.status.rawValue): not all of its blocks were taken",
          advice: "measure again, or take the verdict for what it is: of fewer blocks"))
    }
    if design == .separate, bases.count == 1 {
      warnings.append(
        Run.Warning(
          code: "comparison.separate",
          message: "the Runs were taken one after the other: what else changed in between is in the effect",
          advice: "take them in turns, or give several baseline Runs of different times"))
    }
    return warnings
  }
}
