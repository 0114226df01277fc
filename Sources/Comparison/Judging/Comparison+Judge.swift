public import Experiment
internal import Host
internal import Statistics

extension Comparison {
  /// Judges a Run against another.
  public init(base: Run, candidate: Run, rules: ComparisonRules = ComparisonRules()) {
    self.init(base: base, moreBases: [], candidate: candidate, rules: rules)
  }

  /// Judges a Run against a baseline of several, taken at different times: how they differ from each other tells what
  /// time alone does.
  ///
  /// - Returns: nil without a base.
  public init?(bases: [Run], candidate: Run, rules: ComparisonRules = ComparisonRules()) {
    guard let first = bases.first else { return nil }
    self.init(base: first, moreBases: Array(bases.dropFirst()), candidate: candidate, rules: rules)
  }

  private init(base: Run, moreBases: [Run], candidate: Run, rules: ComparisonRules) {
    let bases = [base] + moreBases
    let design: Design = moreBases.isEmpty && candidate.isInterleaved(with: base) ? .interleaved : .separate
    var fingerprint = FingerprintComparison(base: base, candidate: candidate, testing: rules.testing)
    for (index, other) in moreBases.enumerated() {
      fingerprint.blocking += FingerprintComparison(base: base, candidate: other, testing: []).blocking.map {
        "the baseline's Run \(index + 2): \($0)"
      }
    }
    let metrics = Self.judged(
      bases: bases.map(\.metrics), candidate: candidate.metrics, design: design, delta: rules.delta,
      significance: rules.significance)
    let edited = (bases + [candidate]).lazy.compactMap { run in
      run.contradiction.map { "\(run.id) was edited: \($0)" }
    }.first
    let overall = Self.overall(metrics, fingerprint, edited: edited)
    self.init(
      schema: Self.currentSchema, base: Side(base), moreBases: moreBases.map { Side($0) },
      candidate: Side(candidate), delta: rules.delta, level: rules.level, testing: rules.testing,
      design: design,
      verdict: overall.verdict, reason: overall.reason, fingerprint: fingerprint, metrics: metrics,
      warnings: Self.warnings(bases, candidate, design))
  }

  /// Every metric of either side, judged.
  ///
  /// - Parameter isDetailed: whether to tell what could be detected, and to put it in words; a simulation of thousands
  ///   needs the verdicts alone.
  static func judged(
    bases: [[Metric]], candidate: [Metric], design: Design, delta: Double, significance: Double,
    isDetailed: Bool = true
  ) -> [MetricComparison] {
    let tables = (bases + [candidate]).map { metrics in
      Dictionary(metrics.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let keys = Set(tables.flatMap(\.keys)).map { (key: $0, text: $0.description) }.sorted {
      $0.text < $1.text
    }
    let drafts = keys.compactMap { key in
      MetricDraft(
        key.key, bases: tables.dropLast().map { $0[key.key] }, candidate: tables.last?[key.key],
        design: design,
        level: 1 - significance)
    }
    let tested = drafts.indices.filter { drafts[$0].isTested }
    let adjusted = Holm.adjusted(tested.map { drafts[$0].evidence?.p ?? 1 })
    let byIndex = Dictionary(zip(tested, adjusted), uniquingKeysWith: { first, _ in first })
    return drafts.indices.map { index in
      drafts[index].finished(
        adjustedP: byIndex[index], tested: tested.count, delta: delta, significance: significance,
        isDetailed: isDetailed)
    }
  }
}

extension Comparison.Side {
  init(_ run: Run) {
    self.init(
      id: run.id, host: run.host.noted["host"] ?? HostFacts.unknown, started: run.started,
      toolVersion: run.tool.version, kernel: run.host.declared["kernel"] ?? HostFacts.unknown)
  }
}

extension Run {
  /// Whether the two were taken in turns, this one as the candidate: each says so of the other, in the same order.
  public func isInterleaved(with base: Run) -> Bool {
    guard let mine = plan.interleaved, let theirs = base.plan.interleaved else { return false }
    return mine.with == base.id && theirs.with == id && mine.order == theirs.order && mine.arm == .candidate
      && theirs.arm == .base
  }
}
