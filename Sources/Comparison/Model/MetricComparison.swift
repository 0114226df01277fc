public import Experiment

/// One metric on both sides, and what is said of it.
public struct MetricComparison: Codable, Sendable, Equatable {
  /// The dotted name: `memory.bandwidth`.
  public var id: String
  /// What was varied: `kernel: triad`.
  public var labels: [String: String]
  /// SI base unit, that of the base; the candidate's where the base lacks the metric.
  public var unit: String
  /// Which way is good.
  public var better: Metric.Direction
  /// Whether it counts for the verdict over all: primary on either side is primary.
  public var role: Metric.Role
  /// Of a primary metric: judged together with all other primary ones. Of an informational one: a hint, judged as if
  /// it were alone, so that of twenty such one may be wrong; it has no vote.
  public var verdict: Verdict
  /// Why, in one line for people.
  public var reason: String
  /// The base's samples; nil where it lacks the metric. Of several baseline Runs, those of all in their order.
  public var base: SideFigures?
  /// The candidate's samples; nil where it lacks the metric.
  public var candidate: SideFigures?
  /// How the candidate relates to the base; nil where no ratio can be told.
  public var effect: Effect?
  /// The probability of so clear a difference without any effect; nil where nothing was tested.
  public var p: Double?
  /// `p` of a primary metric after Holm's adjustment over all primary metrics; nil of an informational one.
  public var adjustedP: Double?
  /// The smallest change that so many samples of this spread show in 80 of 100 comparisons, as a fraction; nil where
  /// no number of samples like these would show any, or their spread is unknown.
  public var minimumDetectableEffect: Double?
  /// Of an inconclusive metric: blocks more, on each side, that would settle it if the effect is as estimated; nil
  /// where it is settled, and where no number of blocks of this design would do.
  public var blocksToDecide: Int?

  enum CodingKeys: String, CodingKey {
    case id, labels, unit, better, role, verdict, reason, base, candidate, effect, p
    case adjustedP = "adjusted_p"
    case minimumDetectableEffect = "minimum_detectable_effect"
    case blocksToDecide = "blocks_to_decide"
  }

  /// Name and labels.
  public var key: Metric.Key { Metric.Key(id: id, labels: labels) }
}

/// The samples of one side that count.
public struct SideFigures: Codable, Sendable, Equatable {
  /// One value, and the block that it came from.
  public struct Point: Codable, Sendable, Equatable {
    /// The block's number in its Run.
    public var block: Int
    /// In the metric's unit.
    public var value: Double
    /// Which of several baseline Runs it came from, from 0.
    public var run: Int
  }

  /// How many samples count.
  public var samples: Int
  /// How many were taken but do not count, their blocks being invalid.
  public var invalidSamples: Int
  /// Their median, in the metric's unit; nil without samples.
  public var median: Double?
  /// The median absolute deviation as a fraction of the median; nil without samples and with a median of 0.
  public var spread: Double?
  /// The samples that count in the order they were taken: what shows a drift.
  public var values: [Point]

  enum CodingKeys: String, CodingKey {
    case samples, median, spread, values
    case invalidSamples = "invalid_samples"
  }
}

/// The ratio of candidate to base: 1.03 where the candidate's values are larger by 3 %, whether that is good or bad.
public struct Effect: Codable, Sendable, Equatable {
  /// The estimate; above 0.
  public var ratio: Double
  /// The lower end of the interval; nil where the samples are too few for one.
  public var lower: Double?
  /// The upper end of the interval; nil where the samples are too few for one.
  public var upper: Double?
  /// The interval's confidence level: 0.95, more at repeated looks.
  public var level: Double

  /// An estimate with its interval.
  public init(ratio: Double, lower: Double?, upper: Double?, level: Double) {
    self.ratio = ratio
    self.lower = lower
    self.upper = upper
    self.level = level
  }
}
