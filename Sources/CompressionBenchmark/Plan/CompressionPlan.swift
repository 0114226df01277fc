public import Experiment
public import Host
internal import Platform

/// What the compression benchmark will do on a machine with some corpora: its parts, and what it leaves out and why. Pure:
/// the same facts and options give the same plan, on any machine.
public struct CompressionPlan: Sendable {
  /// What is known of a corpus.
  public struct Source: Sendable {
    /// Its label.
    public var name: String
    /// The list of its stretches.
    public var manifest: String
    /// Bytes of all of them.
    public var byteCount: Int
    /// The list of its files; nil where it has none.
    public var files: String?
    /// Bytes of all files in that list.
    public var fileBytes: Int
    /// The dictionaries that were trained, by block size.
    public var dictionaries: [BlockSize: String] = [:]
    /// Why there is no dictionary for a block size.
    public var withoutDictionary: [BlockSize: String] = [:]

    /// Facts of a corpus.
    public init(name: String, manifest: String, byteCount: Int, files: String? = nil, fileBytes: Int = 0) {
      self.name = name
      self.manifest = manifest
      self.byteCount = byteCount
      self.files = files
      self.fileBytes = fileBytes
    }

    /// Facts of a corpus that is there.
    public init(_ corpus: Corpus) {
      self.init(
        name: corpus.name, manifest: corpus.blocks.path, byteCount: corpus.blocks.byteCount,
        files: corpus.files?.path, fileBytes: corpus.files?.byteCount ?? 0)
    }

    func bytes(_ block: BlockSize) -> Int { block == .file ? fileBytes : byteCount }
  }

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// What is left out.
  public private(set) var skipped: [Run.Skipped] = []

  private let options: CompressionOptions
  private let settings: [CodecSetting]
  /// CPUs of threads, cores first.
  private let cpus: [Int]

  /// Threads that check all blocks, at most: what they wait for is memory.
  private static let mostCheckers = 16

  /// Plans for a machine and corpora.
  ///
  /// - Parameter zram: the device that is claimed, where one is wanted.
  /// - Throws: `PlanRefused` for CPUs, levels, threads and blocks that cannot be taken.
  public init(
    topology: Topology, options: CompressionOptions, sources: [Source], zram: ZramOffer? = nil
  ) throws {
    self.options = options
    settings = try CodecChoice.settings(
      suite: options.suite, codecs: options.codecs, levels: options.levels, allowsUltra: options.allowsUltra)
    cpus = topology.coresFirst(try UsableCPUs.choose(options.cpus, in: topology))
    if let threads = options.threads, !(1...cpus.count).contains(threads) {
      throw PlanRefused("--threads \(threads): take 1 to \(cpus.count), the CPUs in use")
    }
    for block in options.blocks { try check(block, sources) }
    for source in sources {
      for block in options.chosenBlocks { try plan(source, block) }
    }
    if options.wants(.threads) { try planThreads(sources) }
    if options.wants(.zram), let zram { try planZram(zram, sources) }
  }

  /// Refuses a block size that was asked for and that no corpus has.
  private func check(_ block: BlockSize, _ sources: [Source]) throws {
    if block == .file {
      guard sources.contains(where: { $0.files != nil }) else {
        throw PlanRefused(
          "--block file: no corpus has a file of at most \(ByteText.binary(BlockSize.largestFile)); take --file, or another --block"
        )
      }
      return
    }
    let largest = sources.map(\.byteCount).max() ?? 0
    guard block.bytes <= largest else {
      throw PlanRefused(
        "--block \(block.rawValue): larger than the corpus, which has \(largest) bytes; take a smaller one, or file"
      )
    }
  }

  private mutating func plan(_ source: Source, _ block: BlockSize) throws {
    if let reason = whyNot(source, block) {
      skip("codecs corpus=\(source.name) block=\(block.rawValue)", reason)
      return
    }
    let id = "corpus=\(source.name) block=\(block.rawValue)"
    if options.wants(.codecs) {
      try add(
        "codecs \(id)", workload(source, block, [.copying] + settings, threads: options.threads ?? 1))
    }
    guard options.dictionaryBlocks.contains(block) else { return }
    if let reason = source.withoutDictionary[block] {
      skip("dictionary \(id)", reason)
      return
    }
    let trained = settings.filter { $0.codec == .zstd }
      .map { CodecSetting($0.codec, $0.level, usesDictionary: true) }
    guard let dictionary = source.dictionaries[block], !trained.isEmpty else { return }
    var workload = workload(source, block, trained, threads: options.threads ?? 1)
    workload.choice = .odd
    workload.dictionary = dictionary
    try add("dictionary \(id)", workload)
  }

  private func whyNot(_ source: Source, _ block: BlockSize) -> String? {
    if block == .file { return source.files == nil ? "it has no files of a size for one call" : nil }
    return block.bytes <= source.byteCount ? nil : "the corpus has only \(source.byteCount) bytes"
  }

  /// What more threads bring: the fastest level of lz4 and zstd.
  private mutating func planThreads(_ sources: [Source]) throws {
    guard cpus.count > 1 else {
      skip("threads", "one CPU in use")
      return
    }
    let most = cpus.count
    let powers = sequence(first: 2) { $0 * 2 < most ? $0 * 2 : nil }
    let counts = options.suite == .quick ? [most] : Array(Set(Array(powers) + [most])).sorted()
    let fastest = [Codec.lz4, .zstd].compactMap { codec in
      settings.first { $0.codec == codec && $0.level >= 1 }
    }
    guard let block = options.chosenBlocks.first(where: { $0 != .file }), !fastest.isEmpty else { return }
    let taken = sources.filter { block.bytes <= $0.byteCount }
    for source in options.suite == .quick ? Array(taken.suffix(1)) : taken {
      for threads in counts {
        var workload = workload(source, block, [.copying] + fastest, threads: threads)
        workload.figures = .throughput
        // Threads that start apart by some microseconds must not matter.
        workload.window = 4 * window
        try add("threads corpus=\(source.name) block=\(block.rawValue) threads=\(threads)", workload)
      }
    }
  }

  /// Pages of each corpus through the kernel's algorithms.
  private mutating func planZram(_ offer: ZramOffer, _ sources: [Source]) throws {
    switch offer {
    case .unavailable(let reason): skip("zram", reason)
    case .device(let number, let algorithms):
      let taken = sources.filter { $0.byteCount >= BlockSize.k4.bytes }
      for source in options.suite == .quick && options.parts != [.zram] ? Array(taken.suffix(1)) : taken {
        let workload = ZramWorkload(
          device: number, algorithms: algorithms, corpus: source.name, manifest: source.manifest,
          cpu: cpus[0], window: window)
        parts.append(
          try CompressionBenchmark.part(
            id: "compression.zram corpus=\(source.name)", .zram(workload), timeLimit: 300))
      }
    }
  }

  private func workload(
    _ source: Source, _ block: BlockSize, _ settings: [CodecSetting], threads: Int
  ) -> CompressionWorkload {
    CompressionWorkload(
      corpus: source.name, manifest: block == .file ? source.files ?? source.manifest : source.manifest,
      block: block, choice: .all, settings: settings, cpus: Array(cpus.prefix(threads)),
      verifyingCPUs: Array(cpus.prefix(Self.mostCheckers)), figures: .all, corpusBytes: source.bytes(block),
      timedBytes: options.suite == .thorough ? 16 << 20 : 4 << 20, window: window)
  }

  private var window: Double {
    if let duration = options.duration { return duration }
    switch options.suite {
    case .quick: return 0.008
    case .standard: return 0.05
    case .thorough: return 0.2
    }
  }

  private mutating func add(_ id: String, _ workload: CompressionWorkload) throws {
    // The slowest levels do a megabyte a second, there and back over all; only a hung process reaches the limit.
    let megabytes = Double(workload.corpusBytes + 4 * workload.timedBytes) / 1e6
    let seconds = Double(workload.settings.count) * (megabytes + 4 * workload.window)
    parts.append(
      try CompressionBenchmark.part(id: "compression.\(id)", .codecs(workload), timeLimit: 120 + 4 * seconds))
  }

  private mutating func skip(_ part: String, _ reason: String) {
    skipped.append(Run.Skipped(part: "compression.\(part)", reason: reason))
  }
}
