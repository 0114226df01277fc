internal import ArgumentParser
internal import Experiment
internal import Host
internal import Platform
internal import Reporting

/// From a plan to files, a table and an exit code: what all measuring commands share.
struct Measuring {
  /// Blocks of each benchmark that must count for there to be a result.
  static let fewestBlocks = 3
  /// Seconds that each benchmark of a quick suite may take with its repeats.
  static let quickLimit = 28.0
  /// Descriptors that files, pipes to a measuring process and the runtime take at most at the same time.
  private static let descriptors = 16

  let host: HostReport
  let measuring: MeasuringOptions
  let output: OutputOptions
  let seed: UInt64
  /// Benchmarks that the parts belong to.
  var benchmarks = 1
  /// Facts of the host for this Run alone, by name: of the storage that is measured on, of the codecs.
  var noted: [String: String] = [:]
  /// What is known before measuring that the reader must know.
  var warnings: [Run.Warning] = []

  /// Measures the parts, saves the Run after every block, shows it, and throws the exit code unless it is 0.
  func run(parts: [Part], skipped: [Run.Skipped]) async throws {
    do {
      try CurrentProcess.allowDescriptors(Self.descriptors)
    } catch {
      throw CommandFailure("\(error); raise ulimit -n to 64")
    }
    let stamp = Timestamp.nowForFileName()
    let base = "\(measuring.out)/\(host.host)-\(stamp)"
    var run = Run(
      id: "\(host.host)-\(stamp)-\(String(UInt32.random(in: 0 ... .max), radix: 16))", tool: Self.tool,
      started: Timestamp.now(), host: Fingerprint(host), plan: plan())
    run.skipped = skipped
    run.warnings = warnings
    run.host.noted.merge(noted) { $1 }
    try writing { () throws(SystemError) in try Files.createDirectories(measuring.out) }
    let session = Session(
      parts: parts, executor: ProcessExecutor(), progress: output.quiet ? SilentProgress() : ProgressBar(),
      interruption: AssayTool.interruption,
      save: { run in
        let document = try RunDocument.encode(run)
        try writing { () throws(SystemError) in try Files.replace("\(base).json", with: document) }
      })
    let measured = try await session.measure(run)
    let page = Array(HTMLReport.render([measured]).utf8)
    try writing { () throws(SystemError) in try Files.replace("\(base).html", with: page) }
    if output.json {
      Console.output(String(decoding: try RunDocument.encode(measured), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(TableReport.render(measured, width: output.width, color: output.useColor))
    }
    if !output.quiet { Console.error("\(base).json\n\(base).html") }
    if let code = Self.exitCode(measured) { throw code }
  }

  /// Runs a step that writes below `--out`; its failure says what to do.
  private func writing(_ step: () throws(SystemError) -> Void) throws {
    do {
      try step()
    } catch {
      throw CommandFailure(
        "--out \(measuring.out): \(error); choose a directory that you may write to and that has room")
    }
  }

  private func plan() -> Plan {
    let blocks = (measuring.blocks ?? measuring.suite.blocks) * benchmarks
    return Plan(
      suite: measuring.suite, seed: seed, blocks: blocks, repeats: blocks,
      timeLimit: measuring.suite == .quick ? Self.quickLimit * Double(benchmarks) : nil, limits: .standard)
  }

  private static var tool: Run.Tool {
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    return Run.Tool(
      name: "assay", version: AssayTool.version, build: build,
      arguments: Array(CommandLine.arguments.dropFirst()))
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

/// A failure of the tool: exit code 1.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
