public import Comparison
public import Experiment

/// What a crossover says of two kernels: the document `assay.crossover-verdict/1`.
///
///     let verdict = CrossoverVerdict(record.plan, boots: try record.boots(in: directory), delta: 0.01)
///     verdict.verdict           // .worse
///     verdict.verdict.exitCode  // 2
///
/// The same plan and boots give the same verdict to the bit. It never fails: what cannot be judged says why.
public struct CrossoverVerdict: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.crossover-verdict/1"

  /// How many boots of each kernel a node has.
  public struct Node: Codable, Sendable, Equatable {
    /// The node.
    public var name: String
    /// Boots of the base.
    public var base: Int
    /// Boots of the candidate.
    public var candidate: Int
  }

  /// `assay.crossover-verdict/1`.
  public var schema: String
  /// Release of the kernel A.
  public var base: String
  /// Release of the kernel B, which is judged.
  public var candidate: String
  /// The smallest change that matters, as a fraction.
  public var delta: Double
  /// The confidence of the whole judgement: 0.95.
  public var level: Double
  /// The nodes, in the plan's order.
  public var nodes: [Node]
  /// What was planned and has no boot: one line a node.
  public var missing: [String]
  /// Every metric that some boot has, sorted by name and labels.
  public var metrics: [CrossoverMetric]
  /// The gravest verdict of a primary metric.
  public var verdict: Verdict
  /// Why, in one line for people.
  public var reason: String
}

/// One metric under both kernels.
public struct CrossoverMetric: Codable, Sendable, Equatable {
  /// What one node says.
  public struct Node: Codable, Sendable, Equatable {
    /// The node.
    public var name: String
    /// The medians of its boots of the base, in the metric's unit, in the order in which they were measured.
    public var base: [Double]
    /// The same of the candidate.
    public var candidate: [Double]
    /// Candidate to base, by the Hodges–Lehmann shift of the logarithms; nil where a kernel has no boot.
    public var ratio: Double?
  }

  /// The dotted name.
  public var id: String
  /// What was varied.
  public var labels: [String: String]
  /// SI base unit.
  public var unit: String
  /// Which way is good.
  public var better: Metric.Direction
  /// Whether it counts for the verdict over all: primary in any boot is primary.
  public var role: Metric.Role
  /// Of a primary metric: judged together with all other primary ones. Of an informational one: a hint, judged as if it
  /// were alone.
  public var verdict: Verdict
  /// Why, in one line for people.
  public var reason: String
  /// The nodes that have it, in the plan's order.
  public var nodes: [Node]
  /// How the candidate relates to the base: the median over the nodes, with the interval of the permutation test; nil
  /// where no ratio can be told.
  public var effect: Effect?
  /// The probability of so clear a difference without any effect; nil where nothing was tested.
  public var p: Double?
  /// `p` of a primary metric after Holm's adjustment; nil of an informational one.
  public var adjustedP: Double?
  /// Whether all divisions of the boots were looked at; false where they were drawn, nil where nothing was tested.
  public var isExact: Bool?

  enum CodingKeys: String, CodingKey {
    case id, labels, unit, better, role, verdict, reason, nodes, effect, p
    case adjustedP = "adjusted_p"
    case isExact = "exact"
  }

  /// Name and labels.
  public var key: Metric.Key { Metric.Key(id: id, labels: labels) }
}
