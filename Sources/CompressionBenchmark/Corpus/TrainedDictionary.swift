internal import Platform

/// A zstd dictionary of a corpus, in a file in memory: trained on every second block, so that the others are new to it.
public final class TrainedDictionary {
  private let file: MemoryFile

  /// Most bytes of blocks that it is trained on: some hundred times its length bring nothing more.
  private static let mostSampleBytes = 8 << 20

  /// Why there is none, in zstd's words.
  public struct Failure: Error, CustomStringConvertible {
    /// One line.
    public let description: String
  }

  /// Trains it.
  ///
  /// - Throws: `Failure`.
  public init(of corpus: Corpus, block: BlockSize) throws {
    let extents = Extents.spread(
      Extents.cut(try Corpus.Manifest.read(corpus.blocks.path), most: BlockSize.m1.bytes),
      limit: 2 * Self.mostSampleBytes)
    let batch = try BlockReader.batch(for: extents, block: block)
    var reader = BlockReader(block: block, choice: .even)
    var samples: [UInt8] = []
    var sizes: [Int] = []
    try reader.forEachFilling(of: batch, from: extents) { batch in
      for number in 0..<batch.count {
        samples += batch.content(of: number)
        sizes.append(batch.bytes(of: number))
      }
    }
    do {
      let dictionary = try CodecDictionary(trainedOn: samples, sizes: sizes)
      file = try MemoryFile()
      try file.append(dictionary.bytes)
    } catch let error as CodecError {
      throw Failure(description: "zstd cannot train a dictionary on \(corpus.name): \(error.cause)")
    }
  }

  /// Where a sample process reads it.
  public var path: String { file.pathForOthers }
}
