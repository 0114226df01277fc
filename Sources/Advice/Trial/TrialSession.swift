internal import Comparison
public import Experiment
public import Platform
internal import Statistics

/// Takes the blocks of a trial: pairs of one turn as the machine is and one with the factors in place, each of them
/// apply → settle → measure → revert, in an order that is drawn pair by pair (see `Interleaving.order`). In a turn every
/// benchmark takes one block, which counts or does not by itself.
///
///     let pair = try await session.take(RunPair(base: before, candidate: with), factors: [0, 1], pairs: 10)
///     Comparison(base: pair.base, candidate: pair.candidate)
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

  /// Takes pairs until so many count, an end is asked for, or the repeats are used up. Nothing is in place when this
  /// returns or throws, unless the error says so.
  ///
  /// - Parameters:
  ///   - factors: what the candidate has in place.
  ///   - pairs: that shall count; nil: as many as the metrics of the first pair need for a result.
  /// - Returns: both Runs, complete or interrupted.
  /// - Throws: `TrialProblem`; what `save` and the engine throw.
  public func take(_ start: RunPair, factors: [Int], pairs: Int?) async throws -> RunPair {
    var pair = start
    let seed = pair.candidate.plan.seed
    var wanted = pairs ?? 1
    // Longer orders begin with the shorter ones.
    let order = Array(Interleaving.order(pairs: 2 * max(wanted, TrialPairs.most), seed: seed))
    var blocks = TrialBlocks(session: self, quiet: PressureLevel(), seed: seed)
    pair.both { $0.plan.blocks = wanted * parts.benchmarks.count }
    try save(pair)
    do {
      blocks.quiet = try await settling.level()
      var counted: [String: Int] = [:]
      // Of pairs that do not count, as many more may be taken.
      for number in 0..<order.count / 2 where number < 2 * wanted {
        let open = blocks.benchmarks.filter { counted[$0, default: 0] < wanted }
        if open.isEmpty { break }
        let before = pair
        let letters = [order[2 * number], order[2 * number + 1]]
        pair.both { $0.plan.interleaved?.order += String(repeating: String(letters), count: open.count) }
        for letter in letters {
          let arm: Interleaving.Arm = letter == "A" ? .base : .candidate
          let goesOn = try await blocks.take(&pair[arm], arm == .base ? [] : factors, of: open)
          guard goesOn else { return try ended(pair) }
        }
        for (benchmark, counts) in zip(open, pair.settlePairs(last: open.count, before: before)) where counts
        {
          counted[benchmark, default: 0] += 1
        }
        try blocks.dropSkipped(pair.base, pair.candidate)
        if pairs == nil, number == 0 {
          wanted = TrialPairs.needed(pair.candidate)
          pair.both { $0.plan.blocks = wanted * blocks.benchmarks.count }
        }
        try save(pair)
      }
    } catch is CancellationError {
      return try ended(pair)
    }
    pair.finish()
    try save(pair)
    return pair
  }

  private func ended(_ pair: RunPair) throws -> RunPair {
    var pair = pair
    pair.both { $0.status = .interrupted }
    pair.finish()
    try save(pair)
    return pair
  }
}

/// How many pairs a trial needs.
public enum TrialPairs {
  /// More are asked of nobody without a word.
  public static let most = 30
  /// With fewer, one odd pair hides everything.
  static let fewest = 8

  /// Pairs from which on a clear effect on one of a Run's primary metrics is significant, however many others there are.
  public static func needed(_ run: Run) -> Int {
    let primary = max(1, run.metrics.count { $0.role == .primary })
    let least = Detectability.fewestPairs(significance: (1 - ComparisonRules().level) / Double(primary))
    return min(most, max(fewest, least + 1))
  }
}
