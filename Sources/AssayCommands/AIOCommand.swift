internal import AIOBenchmark
public import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Host
internal import Platform

/// `assay aio`: one benchmark, one Run.
public struct AIOCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "aio",
    abstract: "What storage can do: IOPS, latency and CPU cost of asynchronous I/O.",
    discussion: """
      Without --file it makes a file of its own and removes it. A file that is named is only read, unless --destroy-data \
      lets it be overwritten; then it is written once before writes are measured.

      Example:
        assay aio --suite quick
        assay aio --file /dev/nvme0n1 --rw randread --block 4k --depth 32 --jobs 2
        assay aio --rw randwrite --p99 1ms
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var target: AIOTargetOptions

  @Option(
    help:
      "Part: depth, engines, batching, jobs, sequential, write, mix, sync, rate, nodes, knee, load. Repeatable.",
    transform: ArgumentText.choice(AIOOptions.Part.self))
  var part: [AIOOptions.Part] = []

  @Option(help: "Engine: libaio, io_uring, sync.", transform: ArgumentText.choice(IOJob.Engine.self))
  var engine: IOJob.Engine?

  @Option(
    help: "Access: read, write, randread, randwrite, randrw.",
    transform: ArgumentText.choice(IOLoad.Access.self))
  var rw: IOLoad.Access?

  @Option(help: "Bytes of a request: 4k.", transform: ArgumentText.size)
  var block: Int?

  @Option(help: "Requests in flight of each job.")
  var depth: Int?

  @Option(help: "Threads with a queue each.")
  var jobs: Int?

  @Option(help: "Requests that are submitted and waited for together.")
  var batch: Int?

  @Option(
    help: "Completions of libaio: syscall, or ring, which the kernel shares.",
    transform: ArgumentText.choice(IOJob.Completion.self))
  var completion: IOJob.Completion?

  @Option(
    help: "Durability of writes: none, fsync, fdatasync, dsync.",
    transform: ArgumentText.choice(IOJob.Sync.self))
  var sync: IOJob.Sync?

  @Option(help: "Reads among a hundred requests of randrw.")
  var mix: Int?

  @Option(help: "Requests a second of each job, whether or not earlier ones have ended.")
  var rate: Double?

  @Option(
    help: "Find the most requests a second whose p99 stays below this time: 1ms.",
    transform: ArgumentText.seconds)
  var p99: Double?

  @Flag(help: "Record and stamp every write, then read all back: is what was acknowledged there?")
  var verify = false

  @Flag(help: "Only judge what an earlier run with --verify wrote to --file, after a crash for instance.")
  var verifyOnly = false

  /// For ArgumentParser.
  public init() {}

  /// Plans, measures, shows.
  public func run() async throws {
    if verifyOnly { return try judge() }
    try await measureAlone()
  }

  var whyNotRepeated: String? { verifyOnly ? "aio --verify-only measures nothing" : nil }

  var mayHarm: [String] {
    (target.destroyData ? ["--destroy-data"] : [])
      + (target.iKnowThisErases.isEmpty ? [] : ["--i-know-this-erases"])
  }

  func prepare(_ measure: MeasuringBody) async throws {
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = AIOOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    options.parts = part
    options.engine = engine
    options.access = rw
    options.blockBytes = block
    options.depth = depth
    options.jobs = jobs
    options.batch = batch
    options.completion = completion
    options.sync = sync
    options.readPercent = mix
    options.rate = rate
    options.p99 = p99
    options.verifies = verify
    options.isBuffered = target.buffered
    let prepared = try AIOPreparation(
      target.target, options, host: host, out: measuring.out, isQuiet: output.quiet)
    defer { prepared.storage.close() }
    try await measure(
      Measuring(
        host: host, measuring: measuring, output: output, seed: seed, noted: prepared.noted,
        warnings: prepared.warnings),
      prepared.plan.parts, prepared.plan.skipped)
  }

  /// Reads the journal and all blocks, and says what is there; exit code 2 when an acknowledged write is not.
  private func judge() throws {
    guard let path = target.file else {
      throw ValidationError("--verify-only needs --file: the file or device that was written to")
    }
    let report = try VerifyOnly.report(on: path)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      Console.output("\(path): " + report.sentences.joined(separator: "\n  "))
    }
    if !report.isIntact { throw ExitCode.mismatch }
  }
}
