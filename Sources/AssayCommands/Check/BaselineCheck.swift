internal import Comparison
internal import Experiment
internal import Platform
internal import Statistics

/// A check against Runs that were taken before: measures what they measured, and compares.
struct BaselineCheck {
  let options: CheckCommand
  /// Nil for one look after as many blocks as planned.
  let looks: DecisionLoop?

  /// Measures and judges.
  func outcome() async throws -> CheckOutcome {
    let paths = try options.baseline.map { try BaselineStore.path(of: $0) }
    let bases = try paths.map { try RunDocument.read(path: $0) }
    let choice = MetricChoice(globs: options.judging.metric)
    try choice.check(against: bases)
    let recorded = try RecordedCommand(
      of: bases[0], source: paths[0], isTrusted: options.trustBaseline, allowsDebug: options.allowDebug)
    let blocks = try enoughBlocks(recorded, choice.applied(to: bases[0]), source: paths[0])
    let command = recorded.adapted(
      out: options.out, seed: options.seed ?? bases[0].plan.seed, blocks: blocks, output: options.output)
    var outcome: CheckOutcome?
    try await command.prepare { measuring, parts, skipped in
      var measuring = measuring
      measuring.arguments = recorded.arguments
      outcome = try await measure(measuring, parts, skipped, bases, recorded)
    }
    guard let outcome else { throw CommandFailure("\(recorded.line) measured nothing") }
    return outcome
  }

  private func measure(
    _ measuring: Measuring, _ parts: [Part], _ skipped: [Run.Skipped], _ bases: [Run],
    _ recorded: RecordedCommand
  ) async throws -> CheckOutcome {
    var run = try measuring.started(skipped: skipped)
    // Whether the hosts can be compared is known before anything is measured.
    let hosts = try options.judging.compare(bases.map(\.withoutMetrics), with: run)
    guard hosts.fingerprint.blocking.isEmpty else {
      return CheckOutcome(comparison: hosts, base: bases[0], candidate: run, measured: [], paths: [])
    }
    if !options.output.quiet { Console.error("measuring as the baseline did: \(recorded.line)") }
    let files = try RunOutput(Measuring.fileName(of: run), in: measuring.measuring.out)
    let session = measuring.session(parts: parts, files: files)
    let comparison: Comparison
    if let looks, !parts.isEmpty {
      comparison = try await grow(&run, session, looks, bases)
    } else {
      run = try await session.measure(run)
      comparison = try options.judging.compare(bases, with: run)
    }
    try files.savePage(run)
    return CheckOutcome(
      comparison: comparison, base: bases[0], candidate: run, measured: [run], paths: [files.paths])
  }

  /// Block by block, until it is decided.
  private func grow(
    _ run: inout Run, _ session: Session, _ looks: DecisionLoop, _ bases: [Run]
  ) async throws -> Comparison {
    var growing = run
    growing.plan.timeLimit = looks.budget
    growing.plan.blocks = 1
    growing.plan.repeats = 0
    var generator = SeededGenerator(seed: growing.plan.seed)
    let benchmarks = session.parts.map(\.benchmark).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    var turn = 0
    let comparison = try await looks.run(benchmarks: benchmarks.count) {
      let left = session.parts.filter { part in !growing.skipped.contains { $0.part == part.id } }
      let now = left.filter { $0.benchmark == benchmarks[turn % benchmarks.count] }
      turn += 1
      if left.isEmpty { return false }
      if now.isEmpty { return true }
      guard try await session.extend(&growing, by: now, &generator) else { return false }
      return !growing.warnings.contains { $0.code == Run.sampleFailedCode }
    } compare: { look in
      try options.judging.compare(bases, with: growing.soFar, look: look)
    }
    session.progress.finished()
    if growing.status == .running { growing.status = .complete }
    growing.finished = Timestamp.now()
    try session.save(growing)
    run = growing
    return comparison
  }

  /// Blocks of each benchmark, more than the command has where those could show nothing; nil for the command's own.
  private func enoughBlocks(_ recorded: RecordedCommand, _ base: Run, source: String) throws -> Int? {
    if let blocks = options.blocks { return blocks }
    if looks != nil { return nil }
    let own = recorded.command.measuring
    let planned = own.blocks ?? own.suite.blocks
    guard let needed = AttainableBlocks.against(base, significance: Comparison.usualSignificance) else {
      throw PlanRefused(
        "\(source) has too few samples for its primary metrics: no number of blocks up to \(AttainableBlocks.most) could "
          + "show anything; take a baseline with --suite standard, or choose fewer metrics with --metric")
    }
    guard needed > planned else { return nil }
    if !options.output.quiet {
      Console.error("\(needed) blocks instead of \(planned): fewer could show nothing with this baseline")
    }
    return needed
  }
}

extension Comparison {
  /// The error that a comparison may make, of which its primary metrics share.
  static var usualSignificance: Double { 1 - ComparisonRules().level }
}

extension Run {
  /// What the host was, and nothing measured.
  var withoutMetrics: Run {
    var run = self
    run.metrics = []
    return run
  }
}
