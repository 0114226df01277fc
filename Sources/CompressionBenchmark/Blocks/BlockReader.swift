internal import Experiment
internal import Platform

/// Reads a corpus's stretches into a batch, as many as fit at a time: however large the corpus, the memory is that of the
/// batch.
///
/// Stretches are joined as in one long file, so that all blocks but the last have their full size: most files of a
/// directory are shorter than a block. Whole files are a block each. Where only every second block is taken, each stretch is
/// cut by itself: then the same blocks are taken however many stretches are read.
struct BlockReader {
  /// Bytes at a time.
  static let chunkBytes = 16 << 20
  /// Blocks at a time beyond those that the bytes can be cut into: ends of files are short ones.
  private static let spareBlocks = 4_096

  private let block: BlockSize
  private let choice: BlockChoice
  /// What was there when the corpus was chosen and is not now, in words for a reader.
  private(set) var vanished = 0
  private var open: SourceFile?

  init(block: BlockSize, choice: BlockChoice) {
    self.block = block
    self.choice = choice
  }

  /// A batch that takes any of these stretches whole, and `chunkBytes` at least.
  static func batch(for extents: [Extent], block: BlockSize) throws -> BlockBatch {
    let longest = extents.map(\.bytes).max() ?? 0
    // With what is left over of the stretches before.
    let capacity = max(longest, min(chunkBytes, Extents.bytes(extents))) + (block == .file ? 0 : block.bytes)
    return try BlockBatch(
      capacity: capacity, mostBlocks: capacity / min(block.bytes, capacity) + spareBlocks)
  }

  /// Fills the batch from the stretches on, and calls `body` with each filling, until none is left.
  mutating func forEachFilling(
    of batch: BlockBatch, from extents: [Extent], _ body: (BlockBatch) throws -> Void
  ) throws {
    batch.removeAll()
    for extent in extents {
      if !batch.fits(extent.bytes, blockBytes: block.bytes) {
        try body(batch)
        batch.removeBlocks()
      }
      read(extent, into: batch)
    }
    open = nil
    batch.endStretches()
    if batch.count > 0 { try body(batch) }
  }

  /// Fills the batch with these stretches, which must fit.
  mutating func fill(_ batch: BlockBatch, from extents: [Extent]) {
    batch.removeAll()
    for extent in extents where batch.fits(extent.bytes, blockBytes: block.bytes) {
      read(extent, into: batch)
    }
    open = nil
    batch.endStretches()
  }

  private mutating func read(_ extent: Extent, into batch: BlockBatch) {
    do {
      if open?.path != extent.path { open = try SourceFile(extent.path) }
      guard let open else { return }
      let got =
        choice == .all && block != .file
        ? try batch.join(open, from: extent.offset, byteCount: extent.bytes, blockBytes: block.bytes)
        : try batch.append(
          open, from: extent.offset, byteCount: extent.bytes, blockBytes: block.bytes, keeping: choice)
      if got < extent.bytes { vanished += 1 }
    } catch {
      vanished += 1
    }
  }
}
