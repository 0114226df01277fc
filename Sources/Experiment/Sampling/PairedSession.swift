public import Platform
internal import Statistics

/// Takes the blocks of two Runs in turns, so that what drifts on the host meets both alike.
///
/// A block of the one and the block of the same number of the other are a pair. Within a pair each part is measured by
/// both sides, one right after the other, in the pair's order. When either block is too disturbed, neither counts, and
/// both are repeated.
public struct PairedSession: Sendable {
  /// What to measure, in any order: the same for both sides.
  public var parts: [Part]
  /// How a sample of the base is taken.
  public var base: any SampleExecutor
  /// How a sample of the candidate is taken.
  public var candidate: any SampleExecutor
  /// Where progress goes.
  public var progress: any Progress
  /// Ctrl-C.
  public var interruption: Interruption
  /// Saves both Runs as they stand: after every pair.
  public var save: @Sendable (RunPair) throws -> Void

  /// What a session remembers from pair to pair.
  public struct Course: Sendable {
    var generator: SeededGenerator
    var active: [Part]
    var benchmarks: [String]
    /// The number of the next pair, from 0; a repeated one keeps its number.
    public fileprivate(set) var block = 0
    var attempt = 0

    /// Whether nothing is left to measure: every part was skipped, or failed.
    public var isExhausted: Bool { active.isEmpty }

    /// Benchmarks that take turns.
    public var benchmarkCount: Int { benchmarks.count }
  }

  /// A session.
  public init(
    parts: [Part], base: any SampleExecutor, candidate: any SampleExecutor, progress: any Progress,
    interruption: Interruption, save: @escaping @Sendable (RunPair) throws -> Void
  ) {
    self.parts = parts
    self.base = base
    self.candidate = candidate
    self.progress = progress
    self.interruption = interruption
    self.save = save
  }

  /// The course of a session whose random choices begin with this seed.
  public func course(seed: UInt64) -> Course {
    let benchmarks = parts.map(\.benchmark).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    return Course(generator: SeededGenerator(seed: seed), active: parts, benchmarks: benchmarks)
  }

  /// Takes one pair of blocks and saves both Runs.
  ///
  /// - Parameter mayRepeat: whether the pair is taken again, at the next call, when it does not count.
  /// - Returns: false when an end was asked for; both Runs say so then.
  /// - Throws: what `save` throws.
  public func extend(_ pair: inout RunPair, _ course: inout Course, mayRepeat: Bool) async throws -> Bool {
    // Benchmarks take turns, as in a session of one Run.
    let benchmark = course.benchmarks[course.block % course.benchmarks.count]
    let turn = course.active.filter { $0.benchmark == benchmark }
    guard !turn.isEmpty else {
      course.block += 1
      return true
    }
    let block = course.block
    pair.both { $0.plan.blocks = max($0.plan.blocks, block + 1) }
    progress.blockStarted(course.block, of: pair.candidate.plan.blocks, attempt: course.attempt)
    let order = course.generator.shuffled(turn)
    let first = Interleaving.first(course.generator.next())
    let work = Task { [self, generator = course.generator] in
      var generator = generator
      return (await takeRounds(order, first: first, generator: &generator), generator)
    }
    interruption.onRequest { work.cancel() }
    let (rounds, next) = await work.value
    course.generator = next
    guard let rounds else {
      pair.both {
        $0.status = .interrupted
        $0.finished = Timestamp.now()
      }
      try save(pair)
      return false
    }
    let counts = pair.merge(rounds, first: first, block: course.block, attempt: course.attempt)
    course.active.removeAll { rounds.dropped.contains($0.id) }
    try save(pair)
    progress.blockJudged(pair.candidate.blocks.last)
    if counts || !mayRepeat {
      course.block += 1
      course.attempt = 0
    } else {
      course.attempt += 1
    }
    return true
  }

  /// Each part by both sides; nil when an end was asked for.
  private func takeRounds(
    _ order: [Part], first: Interleaving.Arm, generator: inout SeededGenerator
  ) async -> RoundPair? {
    var rounds = RoundPair(order: order.map(\.id))
    for (index, part) in order.enumerated() {
      progress.partStarted(part.id, index: index, of: order.count)
      for arm in [first, first.other] {
        if interruption.isRequested { return nil }
        let executor = arm == .base ? base : candidate
        let start = Clock.now()
        do {
          let report = try await executor.execute(part, padding: generator.below(Session.paddingRange))
          rounds.take(report, of: part, by: arm)
        } catch {
          if interruption.isRequested || error is CancellationError { return nil }
          rounds.fail(part, by: arm, error)
        }
        rounds.seconds[arm, default: 0] += Clock.seconds(from: start, to: Clock.now())
      }
    }
    return rounds
  }
}
