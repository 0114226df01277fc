internal import Experiment
internal import Glibc
internal import Statistics

extension MetricDraft {
  /// The finished metric.
  ///
  /// - Parameters:
  ///   - adjustedP: after Holm's adjustment; nil of an informational metric.
  ///   - tested: how many primary metrics are tested together.
  ///   - isDetailed: whether to tell what could be detected, and to put it in words.
  func finished(
    adjustedP: Double?, tested: Int, delta: Double, significance: Double, isDetailed: Bool
  ) -> MetricComparison {
    var result = MetricComparison(
      id: key.id, labels: key.labels, unit: unit, better: better, role: role,
      verdict: settled?.verdict ?? .invalid, reason: settled?.reason ?? "it could not be compared",
      base: base,
      candidate: candidate, effect: nil, p: nil, adjustedP: nil, minimumDetectableEffect: nil,
      blocksToDecide: nil)
    guard settled == nil, let evidence, let scale else { return result }
    let limit = scale.shift(ofChange: delta)
    result.p = evidence.p
    result.adjustedP = role == .primary ? adjustedP ?? evidence.p : nil
    result.effect = effect(evidence, scale, level: 1 - significance)
    result.verdict = verdict(
      evidence, p: result.adjustedP ?? evidence.p, delta: limit, significance: significance)
    let isConfounded = confounder != nil && (result.verdict == .worse || result.verdict == .better)
    if isConfounded { result.verdict = .inconclusive }
    guard isDetailed else { return result }
    let needed = significance / Double(role == .primary ? max(1, tested) : 1)
    let fewest = evidence.fewest(needed)
    let plan = evidence.deviation.map {
      Detectability(
        deviation: $0, significance: needed, delta: limit, fewest: fewest, freedom: evidence.freedom)
    }
    result.minimumDetectableEffect = plan?.smallestShift(blocks: evidence.blocks).flatMap(scale.change)
    // No number of blocks tells it from what else differs.
    if result.verdict == .inconclusive, !isConfounded {
      result.blocksToDecide = plan?.blocksToSettle(shift: evidence.shift).map { max(1, $0 - evidence.blocks) }
    }
    result.reason = Reason(result, delta: delta, fewest: fewest).description
    if isConfounded, let confounder { result.reason += "; but \(confounder)" }
    return result
  }

  private func effect(_ evidence: Evidence, _ scale: Scale, level: Double) -> Effect? {
    guard let ratio = scale.ratio(evidence.shift) else { return nil }
    // An end that is no ratio (a fraction below 0) is left open downwards at the smallest there is: 0.
    let lower = evidence.interval.map { scale.ratio($0.lower) ?? 0 }
    let upper = evidence.interval.flatMap { scale.ratio($0.upper) }
    return Effect(ratio: ratio, lower: upper == nil ? nil : lower, upper: upper, level: level)
  }

  /// The design's rule: different where the adjusted p is significant, the interval excludes no effect and the shift
  /// matters; the same where the whole interval does not matter; else open.
  private func verdict(_ evidence: Evidence, p: Double, delta: Double, significance: Double) -> Verdict {
    guard let interval = evidence.interval else { return .inconclusive }
    if p < significance, interval.excludesZero, abs(evidence.shift) > delta {
      return (evidence.shift > 0) == (better == .higher) ? .better : .worse
    }
    return interval.isWithin(delta) ? .same : .inconclusive
  }
}
