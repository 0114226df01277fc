internal import ArgumentParser
internal import Experiment
internal import Host
internal import MemoryBenchmark

/// `assay run`: every benchmark of a suite, one Run.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measures this host: the whole suite.",
    discussion: """
      Example:
        assay run --suite quick
        assay run --suite standard --only memory --out /var/tmp/before-upgrade
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Benchmarks to run, separated by commas: memory.")
  var only: String?

  func run() async throws {
    for name in (only ?? "memory").split(separator: ",", omittingEmptySubsequences: false)
    where name != "memory" {
      throw ValidationError("--only \(name): there is no such benchmark; there is: memory")
    }
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = MemoryOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    let plan = try MemoryPlan(
      topology: host.topology, options: options, availableBytes: MemoryInfo(root: .live)?.availableBytes)
    try await Measuring(host: host, measuring: measuring, output: output, seed: seed)
      .run(parts: plan.parts, skipped: plan.skipped)
  }
}
