internal import Advice
internal import ArgumentParser
internal import Experiment
internal import Host

/// What the blocks of a trial or a screening measure: benchmarks of ours, or a program of the user's own.
struct MeasuredOptions: ParsableArguments {
  static let usual = "memory,scheduler"

  @Option(
    help: "Benchmarks to measure, separated by commas, as of assay run; unless told \(MeasuredOptions.usual)."
  )
  var only: String?

  @Option(
    help: ArgumentHelp(
      "Measure a program of your own instead: a command for the shell that prints a number and ends.",
      valueName: "command"))
  var workload: String?

  @Option(
    help: ArgumentHelp(
      "A regular expression with one group, around the number that the workload prints; the last match counts.",
      valueName: "regex"))
  var metricRegex: String?

  @Option(help: "Which way the workload's number is good: higher, lower.", transform: Self.direction)
  var better: Metric.Direction = .higher

  @Option(help: "The unit of the workload's number: op/s, s.")
  var unit = "1"

  @Option(help: "Time after which the workload is taken for hung: 10m.", transform: ArgumentText.seconds)
  var workloadLimit = 600.0

  @Option(
    help: "Time that a change of settings may take to settle before a block.", transform: ArgumentText.seconds
  )
  var settleWithin = 10.0

  /// When a change has settled.
  var settling: PressureSettling {
    var settling = PressureSettling(interruption: AssayTool.interruption)
    settling.limit = settleWithin
    return settling
  }

  func validate() throws {
    if (workload == nil) != (metricRegex == nil) {
      throw ValidationError(
        "--workload and --metric-regex go together: what to run, and how to find its number")
    }
    if workload != nil, only != nil {
      throw ValidationError(
        "--workload measures a program of yours, --only benchmarks of ours: take one of them")
    }
  }

  private static func direction(_ text: String) throws -> Metric.Direction {
    guard let direction = Metric.Direction(rawValue: text) else {
      throw ValidationError("'\(text)' is none of: higher, lower")
    }
    return direction
  }

  /// Makes ready what is measured, calls `body` with it, and removes what was made.
  ///
  /// - Parameter command: a measuring command in the place of `--only`: `memory --part bandwidth`.
  func prepare(
    _ measuring: MeasuringOptions, _ output: OutputOptions, command: [String], seed: UInt64,
    _ body: MeasuringBody
  ) async throws {
    if let workload, let metricRegex {
      let part = try WorkloadCommand(
        workload, regex: metricRegex, better: better, unit: unit, timeLimit: workloadLimit
      ).part()
      let host = try HostReport.read(fsroot: nil)
      try await body(Measuring(host: host, measuring: measuring, output: output, seed: seed), [part], [])
      return
    }
    let words =
      command.isEmpty ? ["run", "--suite", measuring.suite.rawValue, "--only", only ?? Self.usual] : command
    let recorded: RecordedCommand
    do {
      recorded = try RecordedCommand(words, allowsDebug: measuring.allowDebug)
    } catch let refused as NotMeasuring {
      throw PlanRefused(command.isEmpty ? "--only: \(refused)" : "after --: \(refused)")
    }
    var adapted = recorded.adapted(out: measuring.out, seed: seed, blocks: nil, output: output)
    if let cpus = measuring.cpus { adapted.measuring.cpus = cpus }
    if let duration = measuring.duration { adapted.measuring.duration = duration }
    try await adapted.prepare(body)
  }
}
