internal import Comparison
internal import Experiment
internal import Glibc
internal import Statistics

extension CrossoverVerdict {
  /// Judges the boots of a crossover.
  ///
  /// The shift of a metric is the median over the nodes of their Hodges–Lehmann shifts of the logarithms of per-boot
  /// medians: a node that differs from the others in how the kernel affects it does not carry it alone. p and interval are
  /// those of `CrossoverPermutation`; p of the primary metrics are adjusted by Holm.
  ///
  /// - Parameters:
  ///   - plan: its level, seed and nodes count; boots of nodes that it does not have are left out.
  ///   - boots: what was measured, in the order in which it was.
  ///   - delta: the smallest change that matters, as a fraction above 0.
  public init(_ plan: CrossoverPlan, boots: [CrossoverBoot], delta: Double = 0.01) {
    let known = boots.filter { plan.node($0.node) != nil }
    let keys = Set(known.flatMap(\.values.keys)).map { (key: $0, text: $0.description) }.sorted {
      $0.text < $1.text
    }
    var drafts = keys.map { CrossoverDraft($0.key, plan: plan, boots: known) }
    let primary = drafts.indices.filter { drafts[$0].metric.role == .primary && !drafts[$0].node.isEmpty }
    let draws = CrossoverPower.draws(metrics: max(1, primary.count), level: plan.level)
    for index in drafts.indices { drafts[index].test(plan, draws: draws) }
    let tested = drafts.indices.filter { drafts[$0].metric.role == .primary && drafts[$0].outcome != nil }
    let adjusted = Holm.adjusted(tested.map { drafts[$0].outcome?.p ?? 1 })
    for (index, p) in zip(tested, adjusted) { drafts[index].metric.adjustedP = p }
    let metrics = drafts.map { $0.judged(delta: delta, level: plan.level) }
    let counts = plan.nodes.map { node in
      let own = known.filter { $0.node == node.name }
      return Node(
        name: node.name, base: own.count { $0.arm == .base }, candidate: own.count { $0.arm == .candidate })
    }
    let overall = Self.overall(metrics)
    self.init(
      schema: Self.currentSchema, base: plan.base, candidate: plan.candidate, delta: delta,
      level: 1 - plan.level,
      nodes: counts, missing: Self.missing(counts, plan), metrics: metrics, verdict: overall.verdict,
      reason: overall.reason)
  }

  private static func missing(_ counts: [Node], _ plan: CrossoverPlan) -> [String] {
    counts.compactMap { node in
      let left = [(plan.base, node.base), (plan.candidate, node.candidate)].compactMap { kernel, count in
        count < plan.bootsPerKernel
          ? "\(plan.bootsPerKernel - count) of \(plan.bootsPerKernel) boots of \(kernel)" : nil
      }
      return left.isEmpty ? nil : "\(node.name): \(left.joined(separator: " and ")) are missing"
    }
  }

  private static func overall(_ metrics: [CrossoverMetric]) -> (verdict: Verdict, reason: String) {
    let primary = metrics.filter { $0.role == .primary }
    guard let verdict = Verdict.gravest(of: primary.map(\.verdict)) else {
      return (.invalid, "no primary metric was measured")
    }
    let deciding = primary.filter { $0.verdict == verdict }
    let first = deciding.first.map { ": \($0.key) \($0.reason)" } ?? ""
    return (
      verdict,
      "\(verdict.rawValue) in \(deciding.count) of \(CrossoverText.count(primary.count, "primary metric"))\(first)"
    )
  }
}

/// A metric on its way to its verdict.
private struct CrossoverDraft {
  var metric: CrossoverMetric
  /// The nodes with boots of both kernels, in logarithms.
  var node: [CrossoverPermutation.Node] = []
  var outcome: CrossoverPermutation.Outcome?
  private var shift: Double?

  init(_ key: Metric.Key, plan: CrossoverPlan, boots: [CrossoverBoot]) {
    let having = boots.compactMap { boot in boot.values[key].map { (boot: boot, value: $0) } }
    let first = having.first?.value
    metric = CrossoverMetric(
      id: key.id, labels: key.labels, unit: first?.unit ?? "", better: first?.better ?? .higher,
      role: having.contains { $0.value.role == .primary } ? .primary : .informational, verdict: .invalid,
      reason: "",
      nodes: plan.nodes.compactMap { node in
        let own = having.filter { $0.boot.node == node.name }
        guard !own.isEmpty else { return nil }
        func medians(_ arm: Interleaving.Arm) -> [Double] {
          own.filter { $0.boot.arm == arm }.map(\.value.median)
        }
        return CrossoverMetric.Node(
          name: node.name, base: medians(.base), candidate: medians(.candidate), ratio: nil)
      })
    if let fault = Self.fault(having.map(\.value), metric, plan) {
      (metric.verdict, metric.reason) = fault
      return
    }
    var shifts: [Double] = []
    for index in metric.nodes.indices {
      let own = CrossoverPermutation.Node(
        base: metric.nodes[index].base.map { log($0) },
        candidate: metric.nodes[index].candidate.map { log($0) })
      // One kernel alone tells nothing.
      guard let shift = HodgesLehmann.shift(of: own.candidate, from: own.base)?.estimate else { continue }
      metric.nodes[index].ratio = exp(shift)
      shifts.append(shift)
      node.append(own)
    }
    shift = Quantile.median(of: shifts)
    if shift == nil { metric.reason = "no node has it under both kernels" }
  }

  /// Why it cannot be compared at all; nil when it can.
  private static func fault(
    _ values: [CrossoverBoot.Value], _ metric: CrossoverMetric, _ plan: CrossoverPlan
  ) -> (Verdict, String)? {
    if values.contains(where: { $0.unit != metric.unit || $0.better != metric.better }) {
      return (.incomparable, "its unit or its direction is not the same in all boots")
    }
    for (kernel, side) in [
      (plan.base, metric.nodes.flatMap(\.base)), (plan.candidate, metric.nodes.flatMap(\.candidate)),
    ]
    where side.isEmpty {
      return (.incomparable, "no boot of \(kernel) has it")
    }
    if values.allSatisfy({ $0.median == 0 }) { return (.same, "every boot's value is 0") }
    if let value = values.first(where: { !($0.median > 0) || !$0.median.isFinite }) {
      return (.invalid, "a value of \(value.median) is in no ratio to others: only those above 0 are")
    }
    return nil
  }

  /// Tests it, where there is something to test.
  mutating func test(_ plan: CrossoverPlan, draws: Int) {
    outcome = CrossoverPermutation.test(node, level: 1 - plan.level, draws: draws, seed: plan.seed)
    metric.p = outcome?.p
    metric.isExact = outcome?.isExact
  }

  /// The finished metric, by the design's rule: different where the adjusted p is significant, the interval excludes no
  /// effect and the shift matters; the same where the whole interval does not matter; else open.
  func judged(delta: Double, level: Double) -> CrossoverMetric {
    guard let outcome, let shift else { return metric }
    var result = metric
    // The shift is a median and the interval that of a mean: where a boot lies far off, the one could miss the other.
    let interval = outcome.interval.map {
      Interval(lower: min($0.lower, shift), upper: max($0.upper, shift), level: $0.level)
    }
    let effect = Effect(
      ratio: exp(shift), lower: interval.map { exp($0.lower) }, upper: interval.map { exp($0.upper) },
      level: 1 - level)
    result.effect = effect
    let size = CrossoverText.size(effect, metric.better)
    let p = metric.adjustedP ?? outcome.p
    guard let interval else {
      result.verdict = .inconclusive
      result.reason = "\(size); so few boots cannot show anything"
      return result
    }
    let limit = log1p(delta)
    if p < level, interval.excludesZero, abs(shift) > limit {
      result.verdict = (shift > 0) == (metric.better == .higher) ? .better : .worse
      result.reason = "\(size), p \(CrossoverText.number(p))"
    } else if interval.isWithin(limit) {
      result.verdict = .same
      result.reason = "\(size): within ±\(CrossoverText.percent(delta))"
    } else {
      result.verdict = .inconclusive
      result.reason = "\(size), p \(CrossoverText.number(p)); more boots or nodes would tell"
    }
    return result
  }
}
