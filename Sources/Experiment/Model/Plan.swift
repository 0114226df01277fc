/// What a Run sets out to do.
public struct Plan: Codable, Sendable, Equatable {
  /// `quick`, `standard` or `thorough`.
  public var suite: Suite
  /// Seed of the order and of every random choice.
  public var seed: UInt64
  /// Blocks wanted, those of all benchmarks together.
  public var blocks: Int
  /// Repeats of invalid blocks allowed, all blocks together.
  public var repeats: Int
  /// Seconds that the Run should not exceed: no repeat starts that would; nil where repeats may take their time.
  public var timeLimit: Double?
  /// Disturbance above which a block is suspect or invalid.
  public var limits: NoiseLimits
  /// The parts in the order they were taken: `order[i]` belongs to `Run.blocks[i]`.
  public var order: [[String]]
  /// The Run that this one was taken in turns with; nil of one that was taken alone.
  public var interleaved: Interleaving?

  /// A plan before its first block.
  public init(
    suite: Suite, seed: UInt64, blocks: Int, repeats: Int, timeLimit: Double?, limits: NoiseLimits
  ) {
    self.suite = suite
    self.seed = seed
    self.blocks = blocks
    self.repeats = repeats
    self.timeLimit = timeLimit
    self.limits = limits
    self.order = []
  }

  enum CodingKeys: String, CodingKey {
    case suite, seed, blocks, repeats, limits, order, interleaved
    case timeLimit = "time_limit"
  }
}

/// How much is measured.
public enum Suite: String, Codable, Sendable, CaseIterable {
  /// About half a minute a benchmark: a first look.
  case quick
  /// A few minutes: for comparisons.
  case standard
  /// As long as it takes: for acceptance.
  case thorough

  /// Blocks taken.
  public var blocks: Int {
    switch self {
    case .quick: 5
    case .standard: 10
    case .thorough: 30
    }
  }
}

/// The samples taken together in one randomised round, judged as one.
public struct Block: Codable, Sendable, Equatable {
  /// Whether it counts.
  public enum Verdict: String, Codable, Sendable {
    /// Nothing over the limits.
    case valid
    /// Something over the lower limit: it counts, and is marked.
    case suspect
    /// Something over the upper limit: it does not count, and is repeated.
    case invalid
  }

  /// Its number, from 0.
  public var block: Int
  /// Which try, from 0.
  public var attempt: Int
  /// Whether it counts.
  public var verdict: Verdict
  /// Why it is not simply valid: part, what was seen, limit.
  public var reasons: [String]
  /// Seconds that it took.
  public var seconds: Double

  /// A judged block.
  public init(block: Int, attempt: Int, verdict: Verdict, reasons: [String], seconds: Double) {
    self.block = block
    self.attempt = attempt
    self.verdict = verdict
    self.reasons = reasons
    self.seconds = seconds
  }
}
