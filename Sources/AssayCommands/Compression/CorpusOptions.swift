internal import ArgumentParser
internal import CompressionBenchmark
internal import Experiment

/// What the compression benchmark compresses.
struct CorpusOptions: ParsableArguments {
  @Option(
    help: "A file or a directory with all below it; each is a corpus of its own. Repeatable.",
    transform: ArgumentText.path("--file"))
  var file: [String] = []

  @Option(help: "A process: a sample of its anonymous memory, at most 64 MiB.")
  var process: Int?

  @Flag(help: "A sample of the anonymous memory of all processes that may be read, in proportion.")
  var memory = false

  @Option(help: "A block device, which is only read.", transform: ArgumentText.path("--device"))
  var device: String?

  @Option(help: "Where on the device to begin: 1g.", transform: ArgumentText.size)
  var offset: Int?

  @Option(help: "How much of the device to take: 4g.", transform: ArgumentText.size)
  var length: Int?

  @Option(
    help: "Data that is made up: text, database, memory, random. Repeatable.",
    transform: ArgumentText.choice(GeneratedCorpus.self))
  var corpus: [GeneratedCorpus] = []

  @Option(help: "Bytes of data that is made up: 16m.", transform: ArgumentText.size)
  var corpusSize: Int?

  @Option(help: "Most bytes that are taken of a corpus: 8g.", transform: ArgumentText.size)
  var limit: Int?

  func validate() throws {
    if device == nil, offset != nil || length != nil {
      throw ValidationError("--offset and --length are for --device")
    }
    if let corpusSize, corpusSize > 1 << 30 { throw ValidationError("--corpus-size takes at most 1g") }
    if Set(file).count < file.count { throw ValidationError("--file: the same path is named twice") }
  }

  /// Takes what is named, or makes up the suite's data.
  ///
  /// - Throws: `PlanRefused`.
  func take(for options: CompressionOptions) throws -> [Corpus] {
    let most = limit ?? options.usualLimit
    var corpora = try file.map { try Corpus.files($0, limit: most) }
    if let process { corpora.append(try Corpus.process(process, seed: options.seed, limit: most)) }
    if memory { corpora.append(try Corpus.processes(seed: options.seed, limit: most)) }
    if let device {
      corpora.append(try Corpus.device(device, offset: offset ?? 0, length: length, limit: most))
    }
    let generated = corpus.isEmpty && corpora.isEmpty ? options.generated : corpus
    let distinct = GeneratedCorpus.allCases.filter(generated.contains)
    return try corpora
      + distinct.map {
        try Corpus.generated($0, byteCount: corpusSize ?? options.generatedBytes, seed: options.seed)
      }
  }
}
