internal import Comparison
internal import Experiment
internal import Platform

/// Goes on sampling until every primary metric is decided or the budget is spent.
///
/// When to look is fixed by numbers of blocks: at ``firstLook``, then whenever their number has grown by half, and at the
/// end. Each look may err as far as its part of the budget lets it, so that all of them together err no more often than a
/// single one (see `ComparisonRules.Look`).
struct DecisionLoop: Sendable {
  /// Seconds, unless told.
  static let usualBudget = 600.0
  /// Blocks of each benchmark before the first look.
  static let firstLook = 6

  /// Seconds.
  let budget: Double
  let isQuiet: Bool

  /// Samples and looks.
  ///
  /// - Parameters:
  ///   - benchmarks: that take turns: a look comes after as many rounds of all.
  ///   - grow: takes one block more; false when no more come: an end was asked for, or nothing is left to measure.
  ///   - compare: judges what is there.
  /// - Returns: the last look's comparison.
  func run(
    benchmarks: Int, grow: () async throws -> Bool, compare: (ComparisonRules.Look) throws -> Comparison
  ) async throws -> Comparison {
    let start = Clock.now()
    var blocks = 0
    var looks = 0
    var next = Self.firstLook * benchmarks
    var longest = 0.0
    var before = 0.0
    while true {
      let blockStart = Clock.now()
      let goesOn = try await grow()
      let now = Clock.now()
      blocks += 1
      longest = max(longest, Clock.seconds(from: blockStart, to: now))
      let spent = Clock.seconds(from: start, to: now)
      let isLast = !goesOn || spent + longest > budget
      guard isLast || blocks >= next else { continue }
      looks += 1
      next = blocks + max(benchmarks, blocks / 2)
      // At the end nothing is kept for later.
      let part = isLast ? 1 : min(1, spent / budget)
      let comparison = try compare(ComparisonRules.Look(before: before, now: max(before, part)))
      before = max(before, part)
      let primary = comparison.metrics.filter { $0.role == .primary }
      let decided = primary.count { Self.isDecided($0.verdict) }
      if !isQuiet {
        Console.error(
          "look \(looks) after \(blocks) blocks, \(Int(spent)) s of \(Int(budget)): \(decided) of \(primary.count) primary "
            + "metrics decided")
      }
      if isLast || comparison.verdict == .incomparable || decided == primary.count { return comparison }
    }
  }

  /// More blocks change nothing of it.
  private static func isDecided(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .better, .worse, .same, .incomparable: true
    case .inconclusive, .invalid: false
    }
  }
}
