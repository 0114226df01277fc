public import ArgumentParser
internal import CompressionBenchmark
internal import Experiment
internal import Host
internal import Platform

/// `assay compression`: one benchmark, one Run.
public struct CompressionCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "compression",
    abstract: "What compression gains and costs: ratio, throughput and latency of zstd, lz4 and lz4hc.",
    discussion: """
      Without a corpus it makes up data. Files, devices and processes are only read; every block is decompressed again \
      and compared. As root the kernel's own algorithms are measured as well, on a zram device that nobody uses and that \
      is put back as it was.

      Example:
        assay compression --suite quick
        assay compression --process 4711 --block 4k
        assay compression --file /var/lib/data --codec zstd --level 1 --level 3 --block 128k
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var corpora: CorpusOptions

  @Option(
    help: "Part: codecs, dictionary, threads, zram. Repeatable.",
    transform: ArgumentText.choice(CompressionOptions.Part.self))
  var part: [CompressionOptions.Part] = []

  @Option(help: "Codec: lz4, lz4hc, zstd. Repeatable.", transform: Self.codec)
  var codec: [Codec] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: "Level: zstd -5 to 22, lz4 1 to 65537 (its acceleration), lz4hc 1 to 12. Repeatable.")
  var level: [Int] = []

  @Option(
    help: "Bytes of a block: 4k, 16k, 64k, 128k, 1m; file compresses each file in one call. Repeatable.",
    transform: ArgumentText.choice(BlockSize.self))
  var block: [BlockSize] = []

  @Option(help: "Threads that compress at the same time.")
  var threads: Int?

  @Flag(help: "Let zstd's levels 20 to 22 be taken.")
  var ultra = false

  @Flag(help: "Measure zstd with a dictionary of the corpus, too; unless told, from --suite standard on.")
  var dictionary = false

  /// For ArgumentParser.
  public init() {}

  /// Takes the corpora, plans, measures, shows.
  public func run() async throws { try await measureAlone() }

  func prepare(_ measure: MeasuringBody) async throws {
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = CompressionOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    options.parts = part
    options.codecs = codec
    options.levels = level
    options.blocks = block
    options.threads = threads
    options.allowsUltra = ultra
    options.usesDictionary = dictionary
    // What is refused shall be refused before anything is sampled.
    _ = try CompressionPlan(topology: host.topology, options: options.withoutBlocks, sources: [])
    try CurrentProcess.allowDescriptors(Self.descriptors(corpora))
    let taken = try corpora.take(for: options)
    var sources = taken.map { CompressionPlan.Source($0) }
    // Refused before dictionaries are trained.
    _ = try CompressionPlan(topology: host.topology, options: options, sources: sources)
    var dictionaries: [TrainedDictionary] = []
    for (index, corpus) in taken.enumerated() {
      for block in options.dictionaryBlocks {
        do {
          let trained = try TrainedDictionary(of: corpus, block: block)
          dictionaries.append(trained)
          sources[index].dictionaries[block] = trained.path
        } catch let failure as TrainedDictionary.Failure {
          sources[index].withoutDictionary[block] = failure.description
        }
      }
    }
    let zram = try ZramUse(for: options)
    try await zram.whileClaimed {
      let plan = try CompressionPlan(
        topology: host.topology, options: options, sources: sources, zram: zram.offer)
      try await measure(
        Measuring(
          host: host, measuring: measuring, output: output, seed: seed, noted: CodecFacts.noted,
          warnings: taken.flatMap(\.warnings) + zram.warnings),
        plan.parts, plan.skipped)
    }
    withExtendedLifetime((taken, dictionaries)) {}
  }

  /// Descriptors of files in memory, and those of a walk.
  private static func descriptors(_ corpora: CorpusOptions) -> Int {
    let most = corpora.file.count + GeneratedCorpus.allCases.count + 3
    return most * (3 + BlockSize.allCases.count) + 16
  }

  private static func codec(_ text: String) throws -> Codec {
    let codec = try ArgumentText.choice(Codec.self)(text)
    if codec == .memcpy {
      throw ValidationError("memcpy is measured beside every codec: take lz4, lz4hc or zstd")
    }
    return codec
  }
}
