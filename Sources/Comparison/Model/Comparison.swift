public import Experiment

/// Two Runs judged against each other: the document `assay.comparison/1`.
///
///     let comparison = Comparison(base: before, candidate: after, rules: ComparisonRules(testing: ["kernel"]))
///     comparison.verdict           // .worse
///     comparison.verdict.exitCode  // 2
///
/// The same Runs and rules give the same comparison to the bit. It never fails: what cannot be judged is
/// `invalid` or `incomparable`, and `reason` says why.
public struct Comparison: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.comparison/1"

  /// One of the two Runs, as much of it as a reader needs to know which it was.
  public struct Side: Codable, Sendable, Equatable {
    /// The Run's id.
    public var id: String
    /// The host's name; `unknown` where the Run does not tell.
    public var host: String
    /// When it began: RFC 3339, UTC.
    public var started: String
    /// The version of the tool that took it.
    public var toolVersion: String
    /// The kernel's release; `unknown` where the Run does not tell.
    public var kernel: String

    enum CodingKeys: String, CodingKey {
      case id, host, started, kernel
      case toolVersion = "tool_version"
    }
  }

  /// `assay.comparison/1`.
  public var schema: String
  /// What was before: the first of the baseline's Runs, where there are several.
  public var base: Side
  /// The baseline's other Runs; mostly none.
  public var moreBases: [Side]
  /// What is judged.
  public var candidate: Side
  /// The smallest change that matters, as a fraction: 0.01 is 1 %.
  public var delta: Double
  /// The confidence of the whole judgement: 0.95. Error rates of several metrics and looks together stay below
  /// 1 − this.
  public var level: Double
  /// Declared facts that are under test: `kernel`.
  public var testing: [String]
  /// How the two sides were taken.
  public var design: Design
  /// The verdict over all primary metrics: the gravest of theirs.
  public var verdict: Verdict
  /// Why, in one line for people.
  public var reason: String
  /// How the two hosts differ.
  public var fingerprint: FingerprintComparison
  /// Every metric of either side, sorted by name and labels.
  public var metrics: [MetricComparison]
  /// What the reader must know.
  public var warnings: [Run.Warning]

  enum CodingKeys: String, CodingKey {
    case schema, base, candidate, delta, level, testing, design, verdict, reason, fingerprint, metrics
    case warnings
    case moreBases = "more_bases"
  }
}
