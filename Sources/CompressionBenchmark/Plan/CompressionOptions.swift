public import Experiment
public import Platform

/// What a user may set of the compression benchmark.
public struct CompressionOptions: Sendable {
  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// Codecs over blocks and corpora.
    case codecs
    /// zstd with a dictionary of the corpus.
    case dictionary
    /// Several threads at once.
    case threads
    /// The kernel's own algorithms, behind a zram device.
    case zram
  }

  /// How much is measured.
  public var suite: Suite
  /// Seed of every random choice.
  public var seed: UInt64
  /// The CPUs to use; nil means all allowed ones.
  public var cpus: CPUSet?
  /// Seconds of one loop's measuring window; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means those of the suite.
  public var parts: [Part] = []
  /// `--codec`; empty means all.
  public var codecs: [Codec] = []
  /// `--level`; empty means the suite's.
  public var levels: [Int] = []
  /// `--block`; empty means the suite's.
  public var blocks: [BlockSize] = []
  /// `--threads`.
  public var threads: Int?
  /// `--ultra`.
  public var allowsUltra = false
  /// `--dictionary`.
  public var usesDictionary = false

  /// Everything of a suite.
  public init(suite: Suite, seed: UInt64) {
    self.suite = suite
    self.seed = seed
  }

  /// Bytes of a generated corpus.
  public var generatedBytes: Int {
    switch suite {
    case .quick: 2 << 20
    case .standard: 4 << 20
    case .thorough: 16 << 20
    }
  }

  /// Corpora that are generated where none is named.
  public var generated: [GeneratedCorpus] {
    suite == .quick ? [.text, .database, .memory] : GeneratedCorpus.allCases
  }

  /// Most bytes of a corpus unless `--limit` says otherwise.
  public var usualLimit: Int { suite == .thorough ? 8 << 30 : 1 << 30 }

  /// How a corpus is cut.
  var chosenBlocks: [BlockSize] {
    if !blocks.isEmpty { return BlockSize.allCases.filter(blocks.contains) }
    switch suite {
    case .quick: return [.k4, .k128]
    case .standard: return [.k4, .k16, .k64, .k128, .m1]
    case .thorough: return BlockSize.allCases
    }
  }

  /// Block sizes that a dictionary is trained for.
  public var dictionaryBlocks: [BlockSize] {
    guard codecs.isEmpty || codecs.contains(.zstd), wants(.dictionary) else { return [] }
    let forced = usesDictionary && !blocks.isEmpty
    return chosenBlocks.filter { $0 != .file && ($0.gainsByDictionary || forced) }
  }

  /// Whether a zram device is needed.
  public var wantsZram: Bool { wants(.zram) }

  func wants(_ part: Part) -> Bool {
    if usesDictionary, part == .dictionary { return true }
    if !parts.isEmpty { return parts.contains(part) }
    switch part {
    case .codecs: return true
    case .dictionary: return suite != .quick
    case .threads: return threads == nil
    // Whoever names codecs, levels or threads asks for these.
    case .zram: return codecs.isEmpty && levels.isEmpty && threads == nil && chosenBlocks.contains(.k4)
    }
  }
}

extension CompressionOptions {
  /// The same without what only a corpus can tell.
  public var withoutBlocks: CompressionOptions {
    var options = self
    options.blocks = []
    return options
  }
}
