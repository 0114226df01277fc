internal import ArgumentParser
internal import Experiment
internal import Fleet
internal import Platform

/// Which nodes, and how Ansible reaches them.
struct FleetNodeOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp("Ansible's inventory: a file, a directory, a script.", valueName: "file"),
    transform: ArgumentText.path("--inventory"))
  var inventory: String

  @Option(help: "Only these nodes: a pattern of Ansible's.")
  var limit: String?

  @Option(
    help: ArgumentHelp(
      "The executable for the nodes; unless told, this one. make static builds one that runs elsewhere.",
      valueName: "file"),
    transform: ArgumentText.path("--binary"))
  var binary: String?

  @Argument(
    parsing: .postTerminator,
    help: "After --: further words for ansible-playbook, such as --ask-become-pass or --forks 20.")
  var ansible: [String] = []

  /// The executable, with its hash and the machine that it is for.
  func nodeBinary() async throws -> NodeBinary {
    guard let path = binary ?? CurrentProcess.executable else {
      throw CommandFailure("this executable's own file is not known; name one with --binary")
    }
    return try await NodeBinary.read(path)
  }

  /// A run in a directory, with progress on standard error unless that is not wanted.
  func run(in directory: String, _ output: OutputOptions) throws -> FleetRun {
    var run = FleetRun(
      store: try FleetStore(directory), progress: output.quiet ? NoFleetProgress() : FleetProgressLines(),
      interruption: AssayTool.interruption)
    run.ansibleArguments = ansible
    return run
  }
}

/// Where a fleet's documents go.
enum FleetDirectory {
  /// A new one: `Results/fleet-20260101T000000Z`, with what it is for where that is not measuring.
  static func new(_ what: String = "fleet") -> String { "Results/\(what)-\(Timestamp.nowForFileName())" }

  /// The newest below `Results`; nil where there is none.
  static func newest() -> String? {
    let names = ((try? Files.names(in: "Results")) ?? []).filter { $0.hasPrefix("fleet-") }
    return names.max().map { "Results/\($0)" }
  }
}

/// What became of the nodes, for people and for the exit code.
enum FleetOutcome {
  /// Says what failed and where everything is, and ends with the contract's code where something did.
  static func end(_ state: FleetState, _ store: FleetStore, _ output: OutputOptions) throws {
    if output.json {
      Console.output(try Files.text(store.statePath).trimmingSpace())
    } else {
      Console.output(FleetStateText.render(state))
    }
    if !output.quiet { Console.error(store.directory) }
    if AssayTool.interruption.isRequested {
      Console.error("assay: ended before all was done; continue with --resume --out \(store.directory)")
      throw ExitCode.interrupted
    }
    if let code = exitCode(state.ending) { throw code }
  }

  /// The contract's code; nil for 0.
  private static func exitCode(_ ending: FleetEnding) -> ExitCode? {
    switch ending {
    case .done: nil
    case .needsReboot: .needsReboot
    case .takenBack: .applyFailed
    case .drift: .drift
    case .incomplete: .revertIncomplete
    case .failed: .failure
    }
  }
}
