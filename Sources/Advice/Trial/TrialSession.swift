public import Comparison
public import Experiment
public import Platform

/// Takes the blocks of a trial: pairs of one turn as the machine is and one with the factors in place, each of them
/// apply → settle → measure → revert, in an order that is drawn pair by pair (see `Interleaving.order`). In a turn every
/// benchmark takes one block, which counts or does not by itself.
///
///     let (pair, comparison) = try await session.take(RunPair(base: before, candidate: with), factors: [0, 1], pairs: nil)
public struct TrialSession: Sendable {
  /// What a turn measures: every part once.
  public var parts: [Part]
  /// How a sample is taken.
  public var executor: any SampleExecutor
  /// What puts settings in place.
  public var engine: any SettingsEngine
  /// When a change has settled.
  public var settling: any Settling
  /// Where progress goes.
  public var progress: any Progress
  /// Ctrl-C.
  public var interruption: Interruption
  /// Saves both Runs as they stand: after every pair.
  public var save: @Sendable (RunPair) throws -> Void

  /// A session.
  public init(
    parts: [Part], executor: any SampleExecutor, engine: any SettingsEngine, settling: any Settling,
    progress: any Progress, interruption: Interruption, save: @escaping @Sendable (RunPair) throws -> Void
  ) {
    self.parts = parts
    self.executor = executor
    self.engine = engine
    self.settling = settling
    self.progress = progress
    self.interruption = interruption
    self.save = save
  }

  /// The code of the warning that a change did not settle.
  public static let notSettledCode = "trial.not_settled"

  /// Judges a pair of Runs that may still grow; which of several looks it is, or nil for the only one.
  public typealias Judge = (RunPair, ComparisonRules.Look?) throws -> Comparison

  /// What was taken: both Runs, complete or interrupted, and how the last look judged them; nil where an end was asked for.
  public typealias Taken = (pair: RunPair, comparison: Comparison?)

  /// Takes pairs until so many count, or until it is decided; and ends before where an end is asked for or the repeats are
  /// used up. Nothing is in place when this returns or throws, unless the error says so.
  ///
  /// - Parameters:
  ///   - factors: what the candidate has in place.
  ///   - pairs: that shall count, for one look; nil: until it is decided, see `TrialLooks`.
  ///   - judge: judges what is there at a look.
  /// - Throws: `TrialProblem`; what `save`, `judge` and the engine throw.
  public func take(
    _ start: RunPair, factors: [Int], pairs: Int?,
    judge: Judge = { Comparison(base: $0.base, candidate: $0.candidate, rules: ComparisonRules(look: $1)) }
  ) async throws -> Taken {
    var pair = start
    let seed = pair.candidate.plan.seed
    var looks = TrialLooks(once: pairs ?? 1)
    // Longer orders begin with the shorter ones.
    let order = Array(Interleaving.order(pairs: 2 * max(looks.most, TrialLooks.mostPairs), seed: seed))
    var blocks = TrialBlocks(session: self, quiet: PressureLevel(), seed: seed)
    pair.both { $0.plan.blocks = looks.most * parts.benchmarks.count }
    try save(pair)
    do {
      blocks.quiet = try await settling.level()
      var counted: [String: Int] = [:]
      var taken = 0
      while true {
        let wanted = looks.pairs
        let open = blocks.benchmarks.filter { counted[$0, default: 0] < wanted }
        // Of pairs that do not count, as many more may be taken.
        if open.isEmpty || taken >= 2 * wanted {
          if !open.isEmpty { looks.endHere() }
          let growing = RunPair(soFar: pair)
          let comparison = try judge(growing, looks.look)
          if looks.isLast || Self.isDecided(comparison) {
            pair.finish()
            try save(pair)
            return (pair, comparison)
          }
          looks.advance()
          pair.both { $0.plan.blocks = looks.pairs * blocks.benchmarks.count }
          continue
        }
        let before = pair
        let letters = [order[2 * taken], order[2 * taken + 1]]
        taken += 1
        pair.both { $0.plan.interleaved?.order += String(repeating: String(letters), count: open.count) }
        for letter in letters {
          let arm: Interleaving.Arm = letter == "A" ? .base : .candidate
          let goesOn = try await blocks.take(&pair[arm], arm == .base ? [] : factors, of: open)
          guard goesOn else { return (try ended(pair), nil) }
        }
        for (benchmark, counts) in zip(open, pair.settlePairs(last: open.count, before: before)) where counts
        {
          counted[benchmark, default: 0] += 1
        }
        try blocks.dropSkipped(pair.base, pair.candidate)
        if pairs == nil, taken == 1 {
          looks = TrialLooks(of: pair.candidate)
          pair.both { $0.plan.blocks = looks.pairs * blocks.benchmarks.count }
        }
        try save(pair)
      }
    } catch is CancellationError {
      return (try ended(pair), nil)
    }
  }

  /// Whether more pairs change nothing of what becomes of the settings: every primary metric is decided, or one is worse.
  static func isDecided(_ comparison: Comparison) -> Bool {
    let primary = comparison.metrics.filter { $0.role == .primary }.map(\.verdict)
    return comparison.verdict == .incomparable || primary.contains(.worse)
      || primary.allSatisfy { $0 != .inconclusive && $0 != .invalid }
  }

  private func ended(_ pair: RunPair) throws -> RunPair {
    var pair = pair
    pair.both { $0.status = .interrupted }
    pair.finish()
    try save(pair)
    return pair
  }
}
