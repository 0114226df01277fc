public import ArgumentParser
internal import Experiment
internal import Host
internal import MemoryBenchmark
internal import Platform

/// `assay memory`: one benchmark, one Run.
public struct MemoryCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Memory bandwidth, latency, and latency under load.",
    discussion: """
      Example:
        assay memory --suite quick
        assay memory --part bandwidth --kernel triad --store streaming --threads 1
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The only number of threads to measure bandwidth with.")
  var threads: Int?

  @Option(
    help: "Kernel: copy, scale, add, triad, read, write, fill. Repeatable.",
    transform: ArgumentText.choice(StreamKernel.self))
  var kernel: [StreamKernel] = []

  @Option(help: "Stores: ordinary or streaming.", transform: ArgumentText.choice(StoreKind.self))
  var store: StoreKind?

  @Option(
    help: "Instruction set: scalar, sse2, avx2, avx512, neon.",
    transform: ArgumentText.choice(InstructionSet.self))
  var isa: InstructionSet?

  @Option(help: "Bytes of each of the three arrays: 256m.", transform: ArgumentText.size)
  var arraySize: Int?

  @Option(help: "Memory that one measuring process may use: 4g.", transform: ArgumentText.size)
  var memory: Int?

  @Option(
    help: "Pages: 4k, thp, 2m, 1g; thp unless told, and for latency 4k as well.",
    transform: ArgumentText.choice(PageKind.self))
  var pages: PageKind?

  @Option(help: "The only working set to measure latency with: 256m.", transform: ArgumentText.size)
  var workingSet: Int?

  @Option(
    help: "Part: bandwidth, numa_matrix, latency, loaded_latency. Repeatable.",
    transform: ArgumentText.choice(MemoryOptions.Part.self))
  var part: [MemoryOptions.Part] = []

  /// For ArgumentParser.
  public init() {}

  /// Plans, measures, shows.
  public func run() async throws { try await measureAlone() }

  func prepare(_ measure: MeasuringBody) async throws {
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = MemoryOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.threads = threads
    options.kernels = kernel
    options.store = store
    options.instructions = isa
    options.arrayBytes = arraySize
    options.memoryLimit = memory
    options.pages = pages
    options.workingSet = workingSet
    options.duration = measuring.duration
    options.parts = part
    let plan = try MemoryPlan(
      topology: host.topology, options: options, availableBytes: MemoryInfo(root: .live)?.availableBytes)
    try await measure(
      Measuring(host: host, measuring: measuring, output: output, seed: seed), plan.parts, plan.skipped)
  }
}
