internal import Statistics

/// By which rules two Runs are judged.
public struct ComparisonRules: Sendable, Equatable {
  /// The smallest change that matters, as a fraction above 0: 0.01 is 1 %.
  public var delta: Double
  /// The confidence of the whole judgement, between 0 and 1 exclusive.
  public var level: Double
  /// Declared facts that are under test, by their names in the fingerprint: `kernel`. They must differ, and no other
  /// declared fact may. The kernel's build goes with its release: `kernel` includes `kernel_version`.
  public var testing: [String]
  /// Seed of every random choice.
  public var seed: UInt64
  /// Which of several looks at growing Runs this is; nil for the only one.
  public var look: Look?

  /// The usual rules, but for what is given.
  public init(
    delta: Double = 0.01, level: Double = 0.95, testing: [String] = [], seed: UInt64 = 1, look: Look? = nil
  ) {
    self.delta = delta
    self.level = level
    self.testing = testing
    self.seed = seed
    self.look = look
  }

  /// One of several looks at Runs that grow until there is a verdict.
  ///
  /// Looking again and again at a level of 5 % finds something sooner or later. So each look gets a share of the error
  /// that is allowed, by how much of what may be spent, blocks or time, was spent since the look before; the shares add
  /// up to the whole (see `AlphaSpending`).
  public struct Look: Sendable, Equatable {
    /// The part of the budget that was spent at the look before; 0 at the first.
    public var before: Double
    /// The part of the budget that is spent now, above `before`, at most 1.
    public var now: Double

    /// A look at this part of the budget, after one at that.
    public init(before: Double, now: Double) {
      self.before = before
      self.now = now
    }
  }
}

extension ComparisonRules {
  /// The error that this look may make: all of 1 − level where it is the only one.
  var significance: Double {
    guard let look else { return 1 - level }
    return AlphaSpending.share(of: 1 - level, from: look.before, to: look.now)
  }
}
