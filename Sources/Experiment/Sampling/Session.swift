public import Platform
public import Statistics

/// Takes the blocks of a Run: randomised order, judged block by block, saved after each, repeated when invalid. A block
/// holds the parts of one benchmark; of several, each has its turn.
public struct Session: Sendable {
  /// Bytes of environment padding are drawn from 0 to below this: one page, the range in which stack alignment
  /// varies.
  static let paddingRange = 4096

  /// What to measure, in any order.
  public var parts: [Part]
  /// How a sample is taken.
  public var executor: any SampleExecutor
  /// Where progress goes.
  public var progress: any Progress
  /// Ctrl-C.
  public var interruption: Interruption
  /// Saves the Run as it stands: after every block and at the end.
  public var save: @Sendable (Run) throws -> Void

  /// A session.
  public init(
    parts: [Part], executor: any SampleExecutor, progress: any Progress, interruption: Interruption,
    save: @escaping @Sendable (Run) throws -> Void
  ) {
    self.parts = parts
    self.executor = executor
    self.progress = progress
    self.interruption = interruption
    self.save = save
  }

  /// Measures until the plan is done or an end is asked for.
  ///
  /// A part that cannot be measured here is skipped with its reason; one whose process fails becomes a warning
  /// `sample.failed`; both leave the rest measured.
  /// - Returns: the finished Run; `status` says whether all blocks were taken.
  /// - Throws: what `save` throws.
  public func measure(_ run: Run) async throws -> Run {
    let work = Task { try await takeBlocks(run) }
    interruption.onRequest { work.cancel() }
    return try await work.value
  }

  private func takeBlocks(_ initial: Run) async throws -> Run {
    var run = initial
    var generator = SeededGenerator(seed: run.plan.seed)
    var active = parts
    let benchmarks = parts.map(\.benchmark).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    var repeatsLeft = run.plan.repeats
    let start = Clock.now()
    defer { progress.finished() }
    try save(run)
    blocks: for block in 0..<run.plan.blocks where !active.isEmpty {
      var attempt = 0
      while true {
        // Benchmarks take turns: what disturbs one does not cost the others their samples.
        let turn = active.filter { $0.benchmark == benchmarks[block % benchmarks.count] }
        if turn.isEmpty { break }
        let blockStart = Clock.now()
        let order = generator.shuffled(turn)
        progress.blockStarted(block, of: run.plan.blocks, attempt: attempt)
        guard let round = await takeRound(order, generator: &generator) else {
          run.status = .interrupted
          break blocks
        }
        active.removeAll { round.dropped.contains($0.id) }
        run.merge(
          round, block: block, attempt: attempt, seconds: Clock.seconds(from: blockStart, to: Clock.now()))
        try save(run)
        progress.blockJudged(run.blocks.last)
        guard run.blocks.last?.verdict == .invalid, repeatsLeft > 0 else { break }
        guard mayRepeat(run, after: block, elapsed: Clock.seconds(from: start, to: Clock.now())) else {
          break
        }
        repeatsLeft -= 1
        attempt += 1
      }
    }
    if run.status == .running { run.status = .complete }
    run.finished = Timestamp.now()
    try save(run)
    return run
  }

  /// Takes one block more into a Run whose plan grows on the way, and saves it: what is measured next may depend on what
  /// was measured before. Nothing is repeated.
  ///
  /// - Returns: false when an end was asked for; the Run says so then.
  /// - Throws: what `save` throws.
  public func extend(_ run: inout Run, by parts: [Part], _ generator: inout SeededGenerator) async throws
    -> Bool
  {
    let block = run.blocks.count
    run.plan.blocks = max(run.plan.blocks, block + 1)
    let start = Clock.now()
    progress.blockStarted(block, of: run.plan.blocks, attempt: 0)
    let order = generator.shuffled(parts)
    let work = Task { [self, generator] in
      var generator = generator
      return (await takeRound(order, generator: &generator), generator)
    }
    interruption.onRequest { work.cancel() }
    let (round, next) = await work.value
    generator = next
    guard let round else {
      run.status = .interrupted
      run.finished = Timestamp.now()
      try save(run)
      return false
    }
    run.merge(round, block: block, attempt: 0, seconds: Clock.seconds(from: start, to: Clock.now()))
    try save(run)
    progress.blockJudged(run.blocks.last)
    return true
  }

  /// Whether there is time for one block more than are still to come.
  private func mayRepeat(_ run: Run, after block: Int, elapsed: Double) -> Bool {
    guard let limit = run.plan.timeLimit else { return true }
    let longest = run.blocks.map(\.seconds).max() ?? 0
    return elapsed + longest * Double(run.plan.blocks - block) <= limit
  }

  /// One process for each part; nil when an end was asked for.
  private func takeRound(_ order: [Part], generator: inout SeededGenerator) async -> Round? {
    var round = Round(order: order.map(\.id))
    for (index, part) in order.enumerated() {
      if interruption.isRequested { return nil }
      progress.partStarted(part.id, index: index, of: order.count)
      do {
        let report = try await executor.execute(part, padding: generator.below(Self.paddingRange))
        if let reason = report.notMeasurable {
          round.skipped.append(Run.Skipped(part: part.id, reason: reason))
        } else {
          round.reports.append((part.id, report))
        }
        round.warnings += report.warnings
      } catch {
        if interruption.isRequested || error is CancellationError { return nil }
        round.failed.append(part.id)
        round.warnings.append(
          Run.Warning(
            code: Run.sampleFailedCode, message: "\(error)",
            advice: "run it alone with '\(part.command)', and report it if it happens again"))
      }
    }
    return round
  }
}

/// What one round over the parts brought.
struct Round {
  var order: [String]
  var reports: [(part: String, report: SampleReport)] = []
  var skipped: [Run.Skipped] = []
  var failed: [String] = []
  var warnings: [Run.Warning] = []

  init(order: [String]) { self.order = order }

  /// Parts that take no further samples.
  var dropped: Set<String> { Set(skipped.map(\.part) + failed) }
}
