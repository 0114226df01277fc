public import Experiment
internal import FoundationEssentials
internal import Platform

/// Bytes to compress, chosen once and read by every sample process.
///
/// Where they are stands in a file in memory, because a command line is too short for many stretches; that file, and
/// what was sampled from a process, is there while this value lives.
public final class Corpus {
  /// Its label: `text`, `process:qemu`, `file:/var/lib/x`.
  public let name: String
  /// Stretches that are cut into blocks.
  public let blocks: Manifest
  /// Files that are compressed in one call each; nil where it has none of a size for that.
  public let files: Manifest?
  /// What the reader must know of it.
  public let warnings: [Run.Warning]
  // Keeps a sample in memory.
  private let sample: MemoryFile?

  /// A list of stretches in a file in memory.
  public final class Manifest {
    private let file: MemoryFile
    /// Bytes of all stretches.
    public let byteCount: Int
    /// Bytes of the longest one.
    public let longest: Int

    init(_ extents: [Extent]) throws {
      file = try MemoryFile()
      try file.append(Array(try JSONEncoder().encode(extents)))
      byteCount = Extents.bytes(extents)
      longest = extents.map(\.bytes).max() ?? 0
    }

    /// Where a sample process reads it.
    public var path: String { file.pathForOthers }

    /// Reads a list.
    static func read(_ path: String) throws -> [Extent] {
      try JSONDecoder().decode([Extent].self, from: Data(try Files.bytes(path)))
    }
  }

  /// Stretches are cut at multiples of this, which every block size divides.
  private static let pieceBytes = 4 << 20

  /// A corpus of stretches.
  ///
  /// - Parameters:
  ///   - extents: not empty; whole files where `areFiles`.
  ///   - limit: bytes beyond which only a part is taken, spread evenly.
  ///   - sample: what they lie in, where that is memory.
  init(
    name: String, extents: [Extent], areFiles: Bool = false, limit: Int, sample: MemoryFile? = nil,
    warnings: [Run.Warning] = []
  ) throws {
    self.name = name
    self.sample = sample
    let total = Extents.bytes(extents)
    let piece = total > limit ? BlockSize.m1.bytes : Self.pieceBytes
    blocks = try Manifest(Extents.spread(Extents.cut(extents, most: piece), limit: limit))
    let whole = areFiles ? extents.filter { $0.bytes <= BlockSize.largestFile } : []
    files = whole.isEmpty ? nil : try Manifest(Extents.spread(whole, limit: limit))
    var all = warnings
    if blocks.byteCount < total {
      all.append(
        Run.Warning(
          code: "compression.part_of_corpus",
          message:
            "\(name): \(ByteText.binary(blocks.byteCount)) of \(ByteText.binary(total)) were taken, spread evenly",
          advice: "raise --limit to take more"))
    }
    if areFiles, whole.count < extents.count {
      all.append(
        Run.Warning(
          code: "compression.files_too_large",
          message:
            "\(name): \(extents.count - whole.count) of \(extents.count) files are larger than \(ByteText.binary(BlockSize.largestFile)) and left out of --block file",
          advice: "the other block sizes take them"))
    }
    self.warnings = all
  }
}
