internal import ArgumentParser
internal import Experiment
internal import Host
internal import Platform
internal import Reporting

/// From a plan to files, a table and an exit code: what all measuring commands share.
struct Measuring {
  /// Blocks of each benchmark that must count for there to be a result.
  static let fewestBlocks = 3
  /// Descriptors that files, pipes to a measuring process and the runtime take at most at the same time.
  private static let descriptors = 16

  let host: HostReport
  let measuring: MeasuringOptions
  let output: OutputOptions
  let seed: UInt64
  /// Benchmarks that the parts belong to.
  var benchmarks = 1
  /// Blocks of each benchmark unless the user says; nil means the suite's.
  var blocks: Int?
  /// Seconds that each benchmark of a quick suite may take with its repeats.
  var quickLimit = 28.0
  /// What else is to be said of the finished Run, and the exit code that it asks for.
  var judge: (@Sendable (Run) -> Judgement)?
  /// Takes the samples instead of the plan, where what is measured next depends on what was measured before.
  var choose: ((inout Run, Session) async throws -> Judgement?)?
  /// Facts of the host for this Run alone, by name: of the storage that is measured on, of the codecs.
  var noted: [String: String] = [:]
  /// What is known before measuring that the reader must know.
  var warnings: [Run.Warning] = []
  /// The measuring command line that the Run records; nil for that of this process.
  var arguments: [String]?

  /// Measures the parts, saves the Run after every block, shows it, and throws the exit code unless it is 0.
  func run(parts: [Part], skipped: [Run.Skipped]) async throws {
    let baseline = try measuring.saveBaseline.map { try BaselineStore.file(of: $0) }
    let run = try started(skipped: skipped)
    let files = try RunOutput(Self.fileName(of: run), in: measuring.out)
    let (measured, judgement) = try await take(run, session(parts: parts, files: files))
    try files.savePage(measured)
    try show(measured)
    if let judgement {
      // The document stands alone on standard output.
      let text = judgement.lines.joined(separator: "\n")
      if output.json { Console.error(text) } else { Console.output(text) }
    }
    if !output.quiet { Console.error(files.paths) }
    let code = Self.exitCode(measured)
    if code == .failure, let failed = measured.warnings.first(where: { $0.code == Run.sampleFailedCode }) {
      Console.error("assay: \(failed.message.oneLine)")
    }
    if let baseline { try BaselineStore.save(measured, to: baseline, unless: code, isQuiet: output.quiet) }
    if let code = code ?? judgement?.code { throw code }
  }

  /// The Run before its first block.
  func started(skipped: [Run.Skipped]) throws -> Run {
    do {
      try CurrentProcess.allowDescriptors(Self.descriptors)
    } catch {
      throw CommandFailure("\(error); raise ulimit -n to 64")
    }
    var run = Self.started(on: host, plan: plan(), arguments: arguments)
    run.skipped = skipped
    run.warnings = warnings
    run.host.noted.merge(noted) { $1 }
    return run
  }

  /// A session that saves to these files.
  func session(parts: [Part], files: RunOutput) -> Session {
    Session(
      parts: parts, executor: ProcessExecutor(), progress: progress, interruption: AssayTool.interruption,
      save: files.save)
  }

  /// Where progress goes.
  var progress: any Progress { output.quiet ? SilentProgress() : ProgressBar() }

  private func show(_ measured: Run) throws {
    if output.json {
      Console.output(String(decoding: try RunDocument.encode(measured), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(TableReport.render(measured, width: output.width, color: output.useColor))
    }
  }

  /// Takes the samples that were planned, or those that are chosen on the way.
  private func take(_ run: Run, _ session: Session) async throws -> (Run, Judgement?) {
    guard let choose else {
      let measured = try await session.measure(run)
      return (measured, judge?(measured))
    }
    var growing = run
    defer { session.progress.finished() }
    let judgement = try await choose(&growing, session)
    try session.save(growing)
    return (growing, judgement)
  }

  /// A Run of this tool that begins now.
  static func started(on host: HostReport, plan: Plan, arguments: [String]? = nil) -> Run {
    let unique = String(UInt32.random(in: 0 ... .max), radix: 16)
    return Run(
      id: "\(host.host)-\(Timestamp.nowForFileName())-\(unique)", tool: tool(arguments),
      started: Timestamp.now(), host: Fingerprint(host), plan: plan)
  }

  /// Host and time: the Run's id without what makes it unique.
  static func fileName(of run: Run) -> String {
    String(run.id.prefix(upTo: run.id.lastIndex(of: "-") ?? run.id.endIndex))
  }

  private func plan() -> Plan {
    let blocks = (measuring.blocks ?? blocks ?? measuring.suite.blocks) * benchmarks
    return Plan(
      suite: measuring.suite, seed: seed, blocks: blocks, repeats: blocks,
      timeLimit: measuring.suite == .quick ? quickLimit * Double(benchmarks) : nil, limits: .standard)
  }

  /// This executable, with the command line that it was given or this one.
  static func tool(_ arguments: [String]? = nil) -> Run.Tool {
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    return Run.Tool(
      name: "assay", version: AssayTool.version, build: build,
      arguments: arguments ?? Array(CommandLine.arguments.dropFirst()))
  }

  /// The contract's exit code for a finished Run; nil for 0.
  static func exitCode(_ run: Run) -> ExitCode? {
    if run.status == .interrupted { return .interrupted }
    if run.warnings.contains(where: { $0.code == Run.sampleFailedCode }) { return .failure }
    if run.metrics.isEmpty { return .nothingMeasurable }
    let benchmarks = Dictionary(grouping: run.metrics) { $0.id.prefix { $0 != "." } }
    let needed = min(fewestBlocks, max(1, run.plan.blocks / benchmarks.count))
    let counted = benchmarks.values.map { metrics in metrics.map(\.validValues.count).max() ?? 0 }
    return counted.contains { $0 < needed } ? .invalid : nil
  }
}

/// What a finished Run is judged to be.
struct Judgement: Sendable {
  /// For people.
  var lines: [String]
  /// What the process ends with; nil for 0.
  var code: ExitCode?
}

/// A failure of the tool: exit code 1.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
