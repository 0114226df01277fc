internal import ArgumentParser
internal import Comparison
internal import Fleet
internal import Platform
internal import Reporting

/// `assay fleet report`: the nodes side by side, the odd one out, what was promised.
struct FleetReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Shows the nodes side by side: the odd one out, in what they differ, and whether they keep what was promised.",
    discussion: """
      Takes a fleet's directory, or directories of nodes, or Runs. An acceptance file has lines such as \
      {metric: memory.bandwidth, labels: {kernel: triad}, bound: ">= 20 GB/s"}.

      The exit code is 0 for a pass, 2 when a promise is broken or a node is odd and worse, 3 when it cannot be told.

      Example:
        assay fleet report Results/poc
        assay fleet report Results/poc --acceptance acceptance.yaml --html poc.html --junit poc.xml
        assay fleet report --crossover crossover.json
      """)

  @Argument(
    help: "A fleet's directory, directories of nodes, or Runs; unless told, the newest Results/fleet-….",
    transform: ArgumentText.path("the directory"))
  var paths: [String] = []

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp("Ansible's inventory: nodes of it without a Run are named.", valueName: "file"),
    transform: ArgumentText.path("--inventory"))
  var inventory: String?

  @Option(
    help: ArgumentHelp("What was promised (assay.acceptance/1).", valueName: "file"),
    transform: ArgumentText.path("--acceptance"))
  var acceptance: String?

  @Option(
    help: ArgumentHelp(
      "The verdict on two kernels, of a crossover whose phases are measured.", valueName: "file"),
    transform: ArgumentText.path("--crossover"))
  var crossover: String?

  @Option(help: "The smallest difference between nodes that matters: 5%.", transform: JudgingOptions.share)
  var delta: Double?

  @Flag(help: "End with 0 instead of 3 when it cannot be told yet.")
  var inconclusiveIsOk = false

  @Option(
    help: ArgumentHelp("Write a page for the browser.", valueName: "file"),
    transform: ArgumentText.path("--html"))
  var html: String?

  @Option(help: ArgumentHelp("Write JUnit XML.", valueName: "file"), transform: ArgumentText.path("--junit"))
  var junit: String?

  @Option(
    help: ArgumentHelp("Write OpenMetrics.", valueName: "file"), transform: ArgumentText.path("--openmetrics")
  )
  var openmetrics: String?

  @Option(
    help: ArgumentHelp("Write the report's document (assay.fleet-report/1).", valueName: "file"),
    transform: ArgumentText.path("--document"))
  var document: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if crossover != nil,
      !paths.isEmpty || acceptance != nil || html != nil || junit != nil || openmetrics != nil
    {
      throw ValidationError("--crossover is a verdict of its own: it takes no directory and no other report")
    }
  }

  func run() async throws {
    if let crossover { return try showCrossover(crossover) }
    let paths = try places()
    var data = await FleetReader.read(try FleetFiles(paths))
    for path in paths { try Self.takeState(path, into: &data) }
    if let inventory {
      data.expect(try await FleetInventory.read(inventory).hosts.map(\.name))
    }
    let report = FleetReport(
      data, acceptance: try acceptance.map { try AcceptanceFile.load($0) },
      rules: OddNodeRules(delta: delta ?? OddNodeRules().delta))
    try write(report)
    let code = report.verdict.exitCode
    if code != 0, !(inconclusiveIsOk && ExitCode(code) == .inconclusive) { throw ExitCode(code) }
  }

  /// What a run of the fleet says of nodes and pairs that are not measured.
  private static func takeState(_ directory: String, into data: inout FleetData) throws {
    let store = try FleetStore(directory)
    guard Files.exists(store.statePath) else { return }
    let state = try store.load()
    data.expect(state.nodes.map(\.name))
    for failure in state.failures {
      let place = data.nodes.firstIndex { failure.hasPrefix("\($0.name): ") }
      if let place {
        data.nodes[place].problems.append(String(failure.dropFirst(data.nodes[place].name.count + 2)))
      } else {
        data.problems.append(failure)
      }
    }
  }

  private func places() throws -> [String] {
    if !paths.isEmpty { return paths }
    guard let newest = FleetDirectory.newest() else {
      throw ValidationError("there is no fleet's directory below Results: name one, or Runs of several nodes")
    }
    return [newest]
  }

  /// Files first, so that a closed pipe costs none.
  private func write(_ report: FleetReport) throws {
    let files: [(option: String, path: String?, bytes: () throws -> [UInt8])] = [
      ("--html", html, { Array(FleetPage.render(report).utf8) }),
      ("--junit", junit, { Array(FleetJUnit.render(report).utf8) }),
      ("--openmetrics", openmetrics, { Array(FleetOpenMetrics.render(report).utf8) }),
      ("--document", document, { try FleetReportDocument.encode(report) }),
    ]
    for (option, path, bytes) in files {
      guard let path else { continue }
      let content = try bytes()
      do {
        try Files.replace(path, with: content)
      } catch {
        throw CommandFailure(
          "\(option) \(path): \(error); name a file that you may write, in a directory that is there")
      }
    }
    if output.json {
      Console.outputPart(String(decoding: try FleetReportDocument.encode(report), as: UTF8.self))
    } else {
      Console.output(FleetTable.render(report, width: output.width, color: output.useColor))
    }
  }

  private func showCrossover(_ path: String) throws {
    let record = try CrossoverRecord.read(path: path)
    let verdict = CrossoverVerdict(
      record.plan, boots: try record.boots(in: Files.parent(of: path)), delta: delta ?? 0.01)
    if output.json {
      Console.output(String(decoding: try verdict.encoded(), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(CrossoverTable.render(verdict, width: output.width, color: output.useColor))
    }
    let code = verdict.verdict.exitCode
    if code != 0, !(inconclusiveIsOk && ExitCode(code) == .inconclusive) { throw ExitCode(code) }
  }
}
