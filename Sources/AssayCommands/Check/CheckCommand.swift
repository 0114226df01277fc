internal import ArgumentParser
internal import Comparison
internal import Experiment
internal import Platform

/// `assay check`: measure now and compare, the gate of a pipeline.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Measures now what a baseline measured, and judges it: verdict and exit code.",
    discussion: """
      With --baseline the new Run repeats the baseline's command. With --against two builds of assay measure in turns on \
      this host, which what drifts meanwhile cannot deceive; the command to measure stands after --, without one it is run.

      The exit code is 0 when nothing is worse, 2 worse, 3 inconclusive, 4 invalid, 5 incomparable.

      Example:
        assay run --suite standard --save-baseline before-upgrade
        assay check --baseline before-upgrade --testing kernel --junit check.xml
        assay check --baseline before-upgrade --testing kernel --until-decided --budget 10m
        assay check --against /opt/assay-old/bin/assay -- memory --part bandwidth
      """)

  @Option(
    help: ArgumentHelp(
      "The Run to compare with: a document, or a name given to --save-baseline. Repeatable: Runs of other times "
        + "tell what time alone changes.",
      valueName: "run"),
    transform: ArgumentText.path("--baseline"))
  var baseline: [String] = []

  @Option(
    help: ArgumentHelp(
      "Another assay executable: the base, measured in turns with this one.", valueName: "tool"),
    transform: ArgumentText.path("--against"))
  var against: String?

  @Flag(help: "Go on until every primary metric is decided, or the budget is spent.")
  var untilDecided = false

  @Option(help: "Time that --until-decided may take: 10m.", transform: ArgumentText.seconds)
  var budget: Double?

  @Flag(help: "Repeat what the baseline's command did even where it overwrites data or runs another program.")
  var trustBaseline = false

  @Option(
    help:
      "Directory for the Run; unless told, that of the measured command, because storage is measured there.",
    transform: ArgumentText.path("--out"))
  var out: String?

  @Option(help: "Seed of every random choice; unless told, the baseline's.")
  var seed: UInt64?

  @Option(
    help: "Keep the new Run under this name, unless the exit code speaks against it.",
    transform: BaselineStore.validName)
  var saveBaseline: String?

  @OptionGroup(title: "Rules") var judging: JudgingOptions
  @OptionGroup(title: "Reports") var report: ReportOptions
  @OptionGroup var output: OutputOptions

  @Option(help: .hidden)
  var blocks: Int?

  @Flag(help: .hidden)
  var allowDebug = false

  @Argument(
    parsing: .postTerminator,
    help: "After --: the command that both builds measure, such as memory --part bandwidth.")
  var command: [String] = []

  func validate() throws {
    if baseline.isEmpty == (against == nil) {
      throw ValidationError("--baseline RUN or --against TOOL: one of the two says what to compare with")
    }
    if against == nil, !command.isEmpty {
      throw ValidationError("a command after -- is for --against; --baseline repeats the baseline's own")
    }
    if against != nil, !judging.testing.isEmpty {
      throw ValidationError(
        "--testing: both builds of --against measure on one host, where nothing can differ")
    }
    if budget != nil, !untilDecided { throw ValidationError("--budget is for --until-decided") }
    if let blocks, !(1...1_000).contains(blocks) { throw ValidationError("--blocks takes 1 to 1000") }
  }

  func run() async throws {
    let kept = try saveBaseline.map { try BaselineStore.file(of: $0) }
    let looks =
      untilDecided ? DecisionLoop(budget: budget ?? DecisionLoop.usualBudget, isQuiet: output.quiet) : nil
    let outcome =
      if let against {
        try await PairedCheck(
          tool: against, words: command.isEmpty ? ["run"] : command, options: self, looks: looks
        ).outcome()
      } else {
        try await BaselineCheck(options: self, looks: looks).outcome()
      }
    try report.write(
      outcome.comparison, suspects: try Suspects.of(outcome.comparison, outcome.base, outcome.candidate),
      output: output)
    if !output.quiet { outcome.paths.forEach(Console.error) }
    let code = outcome.fault ?? judging.exitCode(outcome.comparison.verdict)
    if let kept { try BaselineStore.save(outcome.candidate, to: kept, unless: code, isQuiet: output.quiet) }
    if let code { throw code }
  }
}

/// What came of a check.
struct CheckOutcome {
  var comparison: Comparison
  var base: Run
  var candidate: Run
  /// What was measured now: the candidate, and the base where the two took turns.
  var measured: [Run]
  /// Files that were written.
  var paths: [String]

  /// What the measuring itself ends the process with, whatever the verdict: that an end was asked for, that a measuring
  /// process failed, that nothing could be measured.
  var fault: ExitCode? {
    // Fewer blocks than a result needs are the verdict's to judge.
    measured.lazy.compactMap { run in Measuring.exitCode(run).flatMap { $0 == .invalid ? nil : $0 } }.first
  }
}
