internal import Advice
internal import ArgumentParser
internal import Comparison
internal import Experiment
internal import Platform

/// What trials and screenings share: what is measured, by which rules it is judged, and the machine that is changed.
struct ExperimentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Pairs of blocks that shall count; unless told, until every primary metric is decided, at most \(TrialLooks.mostPairs).",
      valueName: "pairs"))
  var pairs: Int?

  @OptionGroup(title: "What is measured") var measured: MeasuredOptions
  @OptionGroup(title: "Measuring") var measuring: MeasuringOptions
  @OptionGroup(title: "Rules") var judging: JudgingOptions
  @OptionGroup(title: "Machine") var machine: TuneMachineOptions
  @OptionGroup(title: "Machine") var state: TuneStateOptions
  @OptionGroup(title: "Machine") var catalog: CatalogOption
  @OptionGroup var output: OutputOptions

  @Argument(
    parsing: .postTerminator,
    help: "After --: a measuring command instead of --only, such as memory --part bandwidth.")
  var command: [String] = []

  func validate() throws {
    if let pairs, !(1...1_000).contains(pairs) { throw ValidationError("--pairs takes 1 to 1000") }
    if measuring.saveBaseline != nil {
      throw ValidationError("--save-baseline keeps a Run; trials and screenings take many")
    }
    if !judging.testing.isEmpty {
      throw ValidationError("--testing: all that trials and screenings measure is on one host")
    }
    if measured.workload != nil || measured.only != nil, !command.isEmpty {
      throw ValidationError("a command after -- takes the place of --only and --workload")
    }
  }

  /// Seed of every random choice: as told, or a new one.
  var seed: UInt64 { measuring.seed ?? UInt64.random(in: 0..<1 << 53) }

  /// The machine with its catalog; refused where an earlier trial left something.
  ///
  /// - Parameter profile: beside which the catalog may lie.
  func readyMachine(profile: String?) throws -> TrialMachine {
    // Watched from the start: what is applied has to be taken back.
    _ = AssayTool.interruption
    let machine: TrialMachine = try tuning {
      try TrialMachine(self.machine, state, catalog: catalog, profile: profile)
    }
    try machine.checkNothingIsPending()
    return machine
  }

  /// Makes ready what is measured, calls `body` with it, and removes what was made.
  func prepare(seed: UInt64, _ body: MeasuringBody) async throws {
    try await measured.prepare(measuring, output, command: command, seed: seed, body)
  }

  /// A session that applies through an engine.
  func session(
    _ engine: any SettingsEngine, _ measuring: Measuring, _ parts: [Part],
    save: @escaping @Sendable (RunPair) throws -> Void = { _ in }
  ) -> TrialSession {
    TrialSession(
      parts: parts, executor: WorkloadExecutor(), engine: engine, settling: measured.settling,
      progress: measuring.progress, interruption: AssayTool.interruption, save: save)
  }

  /// Judges a pair; says at each of several looks how far it is.
  func judge(_ pair: RunPair, _ look: ComparisonRules.Look?) throws -> Comparison {
    if !pair.candidate.metrics.isEmpty {
      try MetricChoice(globs: judging.metric).check(against: [pair.base, pair.candidate])
    }
    let comparison = try judging.compare([pair.base], with: pair.candidate, look: look)
    if look != nil, !output.quiet {
      let primary = comparison.metrics.filter { $0.role == .primary }
      let open = primary.count { $0.verdict == .inconclusive || $0.verdict == .invalid }
      Console.error(
        "look after \(pair.taken) blocks of each side: \(primary.count - open) of \(primary.count) primary metrics decided"
      )
    }
    return comparison
  }
}
