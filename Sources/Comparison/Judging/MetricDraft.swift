internal import Experiment
internal import Statistics

/// A metric on its way to a verdict: its figures and evidence, before the p of all primary metrics are adjusted.
struct MetricDraft {
  let key: Metric.Key
  let unit: String
  let better: Metric.Direction
  let role: Metric.Role
  let base: SideFigures?
  let candidate: SideFigures?
  /// The scale of `evidence`; nil where there is none.
  var scale: Scale?
  /// Nil where the verdict is clear without.
  var evidence: Evidence?
  /// What else differs that a change cannot be told from; nil where nothing is known to.
  var confounder: PlacementShift?
  /// The verdict that needs no evidence, and why.
  var settled: (verdict: Verdict, reason: String)?

  /// Whether Holm's adjustment counts it.
  var isTested: Bool { role == .primary && settled == nil && evidence != nil }

  /// A metric that both sides may have, taken in this design.
  ///
  /// - Parameter bases: of each of the baseline's Runs; nil where it lacks the metric.
  init?(_ key: Metric.Key, bases: [Metric?], candidate: Metric?, design: Design, level: Double) {
    guard let first = bases.lazy.compactMap({ $0 }).first ?? candidate else { return nil }
    let present = bases.compactMap { $0 } + [candidate].compactMap { $0 }
    self.key = key
    unit = first.unit
    better = first.better
    role = present.contains { $0.role == .primary } ? .primary : .informational
    let baseSamples = CountedSamples(bases)
    let candidateSamples = CountedSamples([candidate])
    base = bases.contains { $0 != nil } ? baseSamples.figures : nil
    self.candidate = candidate.map { _ in candidateSamples.figures }
    if let fault = Self.fault(bases, candidate, present) {
      settled = (.incomparable, fault)
      return
    }
    settled = Self.settled(baseSamples, candidateSamples)
    guard settled == nil else { return }
    compare(baseSamples, candidateSamples, design, level)
    if design == .separate { confounder = PlacementShift(bases: bases, candidate: candidate) }
  }

  /// Why the two sides are not the same quantity; nil when they are.
  private static func fault(_ bases: [Metric?], _ candidate: Metric?, _ present: [Metric]) -> String? {
    guard let candidate else { return "the candidate does not have it" }
    if bases.allSatisfy({ $0 == nil }) { return "the base does not have it" }
    if let missing = bases.firstIndex(where: { $0 == nil }) {
      return "the baseline's Run \(missing + 1) of \(bases.count) does not have it"
    }
    if let other = present.first(where: { $0.unit != candidate.unit }) {
      return "the base is in \(other.unit), the candidate in \(candidate.unit)"
    }
    if let other = present.first(where: { $0.better != candidate.better }) {
      return "\(other.better.rawValue) is better for the base, \(candidate.better.rawValue) for the candidate"
    }
    return nil
  }

  /// What needs no statistics.
  private static func settled(_ base: CountedSamples, _ candidate: CountedSamples) -> (Verdict, String)? {
    for (name, side) in [("base", base), ("candidate", candidate)] where side.points.isEmpty {
      let taken = side.invalid == 0 ? "no sample was taken" : "none of its \(side.invalid) samples counts"
      return (.invalid, "of the \(name) \(taken)")
    }
    let values = base.values + candidate.values
    if let value = values.first(where: { !$0.isFinite || $0 < 0 }) {
      return (.invalid, "a value of \(value) cannot be: no quantity here is below 0")
    }
    if values.allSatisfy({ $0 == 0 }) { return (.same, "every value is 0 on both sides") }
    return nil
  }

  private mutating func compare(
    _ base: CountedSamples, _ candidate: CountedSamples, _ design: Design, _ level: Double
  ) {
    guard let scale = Scale(base: base.values, candidate: candidate.values) else {
      settled = (.inconclusive, "the base is mostly 0: no change of it can be told as a share")
      return
    }
    self.scale = scale
    switch design {
    case .separate:
      let runs = Dictionary(grouping: base.points, by: \.run).sorted { $0.key < $1.key }
      evidence = Evidence(
        bases: runs.map { $0.value.map { scale.position($0.value) } },
        candidate: candidate.values.map(scale.position), level: level)
    case .interleaved:
      let partners = Dictionary(
        base.points.map { ($0.block, $0.value) }, uniquingKeysWith: { first, _ in first })
      let differences = candidate.points.compactMap { point in
        partners[point.block].map { scale.position(point.value) - scale.position($0) }
      }
      evidence = Evidence(pairs: differences, level: level)
      if evidence == nil { settled = (.invalid, "no block counts on both sides") }
    }
  }
}
