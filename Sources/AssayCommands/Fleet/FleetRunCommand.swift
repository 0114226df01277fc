internal import ArgumentParser
internal import Experiment
internal import Fleet
internal import Platform

/// `assay fleet run`: every node by itself, then every ordered pair.
struct FleetRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measures every node of an inventory, then every ordered pair of them.",
    discussion: """
      A node that cannot be reached or fails is named with the reason, the others go on. What is done is kept after every \
      step: --resume goes on with what is left, and repeats nothing.

      The exit code is 0 when all nodes and pairs are measured, 1 when some are not.

      Example:
        assay fleet run --inventory hosts.ini
        assay fleet run --inventory hosts.ini --suite thorough --only memory,aio --at-once 1 --out Results/poc
        assay fleet run --inventory hosts.ini --out Results/poc --resume
        assay fleet run --inventory hosts.ini --plan crossover.json --phase 1
      """)

  @OptionGroup var nodes: FleetNodeOptions

  @Option(
    help: "How much to measure on a node: quick, too little to tell an odd node; standard, thorough.",
    transform: ArgumentText.choice(Suite.self))
  var suite: Suite = .standard

  @Option(help: "Benchmarks, separated by commas, as of assay run.")
  var only: String?

  @Option(help: "Seed of every random choice, the same on each node.")
  var seed: UInt64?

  @Option(
    help:
      "Nodes that measure at the same time: they may share storage or power; unless told, as many as Ansible has forks."
  )
  var atOnce: Int?

  @Flag(inversion: .prefixedNo, help: "Measure from each node to each other.")
  var pairs = true

  @Option(
    help: "What is measured of a pair: link,migration; a guest moves where QEMU is at both ends.",
    transform: Self.pairParts)
  var pairParts: [FleetOptions.PairPart]?

  @Option(help: "Time that a node may take for its suite: 30m.", transform: ArgumentText.seconds)
  var timeLimit: Double?

  @Option(
    help: "The fleet's directory; unless told, Results/fleet-TIME.", transform: ArgumentText.path("--out"))
  var out: String?

  @Flag(help: "Go on with the run in --out: what is done is not repeated.")
  var resume = false

  @Option(
    help: ArgumentHelp("A crossover of kernels, as fleet plan wrote it; with --phase.", valueName: "file"),
    transform: ArgumentText.path("--plan"))
  var plan: String?

  @Option(
    help: "The phase of the crossover that is measured now: every node runs the kernel that the plan says.")
  var phase: Int?

  @OptionGroup var output: OutputOptions

  @Option(help: .hidden)
  var nodeArgument: [String] = []

  func validate() throws {
    if let atOnce, !(1...10_000).contains(atOnce) { throw ValidationError("--at-once takes 1 to 10000") }
    if (plan == nil) != (phase == nil) {
      throw ValidationError("--plan and --phase go together: which crossover, and which of its phases")
    }
    if !pairs, pairParts != nil { throw ValidationError("--pair-parts and --no-pairs contradict each other") }
    if plan == nil, resume, out == nil {
      throw ValidationError("--resume goes on in the directory that --out names")
    }
  }

  func run() async throws {
    if let plan, let phase {
      return try await CrossoverRun(options: self, path: plan, phase: phase).run()
    }
    let directory = out ?? FleetDirectory.new()
    let (state, store) = try await measured(in: directory)
    try FleetOutcome.end(state, store, output)
  }

  /// Measures, or goes on.
  func measured(in directory: String) async throws -> (FleetState, FleetStore) {
    let run = try nodes.run(in: directory, output)
    let binary = try await nodes.nodeBinary()
    // A seed that was drawn is that of the run which is gone on with.
    let seed = try seed ?? (resume ? run.store.load().options?.seed : nil) ?? UInt64.random(in: 0..<1 << 53)
    let options = FleetOptions(
      inventory: nodes.inventory, limit: nodes.limit, suite: suite.rawValue,
      only: only.map { $0.split(separator: ",").map { String($0) } } ?? [], seed: seed,
      arguments: nodeArgument,
      pairs: pairs && plan == nil ? pairParts ?? FleetOptions.PairPart.allCases : [], atOnce: atOnce ?? 0,
      timeLimit: timeLimit.map { Int($0.rounded(.up)) })
    let state =
      resume ? try await run.resume(options, binary: binary) : try await run.measure(options, binary: binary)
    return (state, run.store)
  }

  private static func pairParts(_ text: String) throws -> [FleetOptions.PairPart] {
    let chosen = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let part = FleetOptions.PairPart(rawValue: String(word)) else {
        throw ValidationError("'\(String(word).oneLine)' is none of: link, migration")
      }
      return part
    }
    return FleetOptions.PairPart.allCases.filter(chosen.contains)
  }
}
