internal import Comparison
internal import Experiment
internal import Glibc

/// What a trial says of a claim.
public struct ClaimVerdict: Codable, Sendable, Equatable {
  /// In one word.
  public enum Word: String, Codable, Sendable, CaseIterable {
    /// It does what is claimed.
    case confirmed
    /// It does it, but by less than is claimed.
    case exaggerated
    /// It does not, or the opposite.
    case refuted
    /// Neither can be said.
    case notDecided = "not_decided"
    /// It was not measured here; the assessment says why.
    case notTested = "not_tested"
  }

  /// Where the claim stood before.
  public var assessment: ClaimAssessment
  /// In one word.
  public var word: Word
  /// The verdict with its figures, in one sentence.
  public var sentence: String
  /// All figures; nil where nothing was measured.
  public var finding: TrialFinding?

  /// A claim that was not tried.
  public init(_ assessment: ClaimAssessment) {
    self.assessment = assessment
    word = assessment.standing == .noParameter ? .refuted : .notTested
    sentence = assessment.sentence
  }

  /// A claim that was tried.
  public init(_ claim: ClaimsDocument.Claim, _ assessment: ClaimAssessment, _ finding: TrialFinding) {
    self.assessment = assessment
    self.finding = finding
    let primary = finding.comparison.metrics.filter { $0.role == .primary }
    let claimed = claim.effect.map { "claimed \(TrialText.change(1 + $0)) " } ?? "claimed a better "
    guard let name = claim.metric else {
      (word, sentence) = Self.byDecision(finding)
      return
    }
    let measured = primary.filter { $0.id == name && $0.effect != nil }
    guard let best = measured.max(by: { Self.support($0, claim) < Self.support($1, claim) }),
      let effect = best.effect
    else {
      word = .notDecided
      sentence =
        "\(claimed)\(name); that was not measured: choose it with --only \(name.prefix { $0 != "." })"
      return
    }
    let verdict = Self.judge(best, claim, delta: finding.comparison.delta)
    word = verdict.word
    let interval = [effect.lower, effect.upper].compactMap { $0.map { TrialText.change($0) } }
    let range = interval.count == 2 ? " [\(interval.joined(separator: ", "))]" : ""
    let hurt = finding.decision == .hurts ? "; it makes worse: \(finding.reason)" : ""
    sentence =
      "\(claimed)\(name); measured \(TrialText.change(effect.ratio))\(range) on this host (\(best.key)): \(verdict.why)\(hurt)"
  }

  private static func byDecision(_ finding: TrialFinding) -> (Word, String) {
    switch finding.decision {
    case .helps: (.confirmed, "it helps on this host: \(finding.reason)")
    case .hurts: (.refuted, "it hurts on this host: \(finding.reason)")
    case .nothing: (.refuted, "it does nothing that matters on this host: \(finding.reason)")
    case .unproven, .notJudged: (.notDecided, finding.reason)
    }
  }

  /// How far a metric went in the claimed direction; without a claimed size, in the good one.
  private static func support(_ metric: MetricComparison, _ claim: ClaimsDocument.Claim) -> Double {
    guard let ratio = metric.effect?.ratio, ratio > 0 else { return 0 }
    if claim.effect == 0 { return abs(log(ratio)) }
    return wantsMore(metric, claim) ? ratio : 1 / ratio
  }

  private static func wantsMore(_ metric: MetricComparison, _ claim: ClaimsDocument.Claim) -> Bool {
    claim.effect.map { $0 > 0 } ?? (metric.better == .higher)
  }

  private static func judge(
    _ metric: MetricComparison, _ claim: ClaimsDocument.Claim, delta: Double
  ) -> (word: Word, why: String) {
    guard let effect = metric.effect else { return (.notDecided, "no ratio can be told") }
    let isMore = wantsMore(metric, claim)
    let isChanged = metric.verdict == .better || metric.verdict == .worse
    if claim.effect == 0 {
      if metric.verdict == .same { return (.confirmed, "no change of more than \(TrialText.percent(delta))") }
      return isChanged ? (.refuted, "it changes") : (.notDecided, "more pairs would tell")
    }
    if isChanged, (effect.ratio > 1) != isMore { return (.refuted, "the opposite") }
    if metric.verdict == .same { return (.refuted, "no change of more than \(TrialText.percent(delta))") }
    guard let lower = effect.lower, let upper = effect.upper else { return (.notDecided, "too few blocks") }
    // The end of the interval that is kindest to the claim.
    let kindest = isMore ? upper - 1 : 1 - lower
    let claimed = claim.effect.map { abs($0) }
    // By less than what matters it is what was claimed.
    if let claimed, kindest + delta < claimed {
      return isChanged
        ? (.exaggerated, "true, but by less than claimed")
        : (.refuted, "an effect of the claimed size is ruled out")
    }
    return isChanged ? (.confirmed, "confirmed") : (.notDecided, "more pairs would tell")
  }
}

/// What came of a document of claims: `assay.claim-verdicts/1`.
public struct ClaimsReport: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.claim-verdicts/1"

  /// `assay.claim-verdicts/1`.
  public var schema: String
  /// The document's name.
  public var name: String
  /// Its file.
  public var file: String
  /// Seed of every random choice.
  public var seed: UInt64
  /// One of each claim, in the order of the file.
  public var verdicts: [ClaimVerdict]
  /// Whether an end was asked for before all was measured.
  public var isInterrupted: Bool

  /// A report without verdicts yet.
  public init(name: String, file: String, seed: UInt64) {
    schema = Self.currentSchema
    self.name = name
    self.file = file
    self.seed = seed
    verdicts = []
    isInterrupted = false
  }

  enum CodingKeys: String, CodingKey {
    case schema, name, file, seed, verdicts
    case isInterrupted = "interrupted"
  }

  /// The report as the bytes of its document.
  public func encoded() throws -> [UInt8] { try AdviceDocument.encoded(self) }
}
