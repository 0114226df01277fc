internal import Comparison
internal import Experiment
internal import Platform

/// A check of this executable against another one: both measure in turns.
struct PairedCheck {
  /// The other executable: the base.
  let tool: String
  /// The command that both measure.
  let words: [String]
  let options: CheckCommand
  /// Nil for one look after as many pairs as planned.
  let looks: DecisionLoop?

  /// Measures and judges.
  func outcome() async throws -> CheckOutcome {
    let recorded: RecordedCommand
    do {
      recorded = try RecordedCommand(words, allowsDebug: options.allowDebug)
    } catch let refused as NotMeasuring {
      throw PlanRefused("after --: \(refused)")
    }
    let path = try Self.executable(tool)
    let spoken: MeasuringProtocol
    do {
      spoken = try await MeasuringProtocol.ask(path)
    } catch let unusable as MeasuringProtocol.Unusable {
      throw CommandFailure("--against \(unusable)")
    }
    let command = recorded.adapted(
      out: options.out, seed: options.seed ?? UInt64.random(in: 0..<1 << 53), blocks: options.blocks,
      output: options.output)
    var outcome: CheckOutcome?
    try await command.prepare { measuring, parts, skipped in
      var measuring = measuring
      measuring.arguments = recorded.arguments
      outcome = try await measure(measuring, parts, skipped, base: path, spoken)
    }
    guard let outcome else { throw CommandFailure("\(recorded.line) measured nothing") }
    return outcome
  }

  private func measure(
    _ measuring: Measuring, _ parts: [Part], _ skipped: [Run.Skipped], base path: String,
    _ spoken: MeasuringProtocol
  ) async throws -> CheckOutcome {
    let unknown = Set(parts.map(\.benchmark)).subtracting(spoken.benchmarks).sorted()
    guard unknown.isEmpty else {
      throw CommandFailure(
        "--against \(path): it cannot measure \(unknown.joined(separator: ", ")); choose another command after --"
      )
    }
    var other = try measuring.started(skipped: skipped)
    other.tool = spoken.tool
    other.tool.arguments = measuring.arguments ?? []
    let candidate = try measuring.started(skipped: skipped)
    var pair = RunPair(base: other, candidate: candidate)
    // The tool itself is under test: that it is another version forbids nothing.
    let tested = other.tool.version == candidate.tool.version ? [] : ["tool_version"]
    let hosts = try options.judging.compare([other], with: candidate, alsoTesting: tested)
    guard hosts.fingerprint.blocking.isEmpty else {
      return CheckOutcome(comparison: hosts, base: other, candidate: candidate, measured: [], paths: [])
    }
    let name = Measuring.fileName(of: candidate)
    let files = (
      base: try RunOutput("\(name)-base", in: measuring.measuring.out),
      candidate: try RunOutput(name, in: measuring.measuring.out)
    )
    let session = PairedSession(
      parts: parts, base: ProcessExecutor(binary: path), candidate: ProcessExecutor(),
      progress: measuring.progress,
      interruption: AssayTool.interruption,
      save: { pair in
        try files.base.save(pair.base)
        try files.candidate.save(pair.candidate)
      })
    let comparison = try await take(&pair, session, tested)
    session.progress.finished()
    pair.finish()
    try session.save(pair)
    try files.base.savePage(pair.base)
    try files.candidate.savePage(pair.candidate)
    try MetricChoice(globs: options.judging.metric).check(against: [pair.base, pair.candidate])
    return CheckOutcome(
      comparison: comparison, base: pair.base, candidate: pair.candidate,
      measured: [pair.base, pair.candidate], paths: [files.base.paths, files.candidate.paths])
  }

  private func take(_ pair: inout RunPair, _ session: PairedSession, _ tested: [String]) async throws
    -> Comparison
  {
    var course = session.course(seed: pair.candidate.plan.seed)
    var growing = pair
    try session.save(growing)
    func compare(_ look: ComparisonRules.Look?) throws -> Comparison {
      try options.judging.compare(
        [growing.base.soFar], with: growing.candidate.soFar, alsoTesting: tested, look: look)
    }
    let comparison: Comparison
    if let looks, !course.isExhausted {
      growing.both {
        $0.plan.timeLimit = looks.budget
        $0.plan.blocks = 1
        $0.plan.repeats = 0
      }
      comparison = try await looks.run(benchmarks: course.benchmarkCount) {
        guard try await session.extend(&growing, &course, mayRepeat: false) else { return false }
        return !course.isExhausted && !growing.hasFailed
      } compare: {
        try compare($0)
      }
    } else {
      var repeats = growing.candidate.plan.repeats
      while course.block < growing.candidate.plan.blocks, !course.isExhausted {
        let before = course.block
        guard try await session.extend(&growing, &course, mayRepeat: repeats > 0) else { break }
        if course.block == before { repeats -= 1 }
        if before == 0 { plan(&growing, benchmarks: course.benchmarkCount) }
      }
      comparison = try compare(nil)
    }
    pair = growing
    return comparison
  }

  /// More pairs where those that the suite has could show nothing; after the first pair, which tells how many metrics
  /// there are.
  private func plan(_ pair: inout RunPair, benchmarks: Int) {
    guard options.blocks == nil else { return }
    let chosen = MetricChoice(globs: options.judging.metric).applied(to: pair.candidate)
    // The other benchmarks have not had their turn yet: they are taken to have as many.
    let primary = chosen.metrics.count { $0.role == .primary } * benchmarks
    let needed =
      AttainableBlocks.pairs(primaryMetrics: primary, significance: Comparison.usualSignificance) * benchmarks
    pair.both { $0.plan.blocks = max($0.plan.blocks, needed) }
  }

  /// The path of an executable file; a bare name is a file here, not a search.
  private static func executable(_ path: String) throws -> String {
    do {
      return try Files.resolved(path)
    } catch {
      throw CommandFailure("--against \(path): \(error); give the path of an assay executable")
    }
  }
}
