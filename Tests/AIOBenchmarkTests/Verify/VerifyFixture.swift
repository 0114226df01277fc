import Platform
import TestSupport

@testable import AIOBenchmark

/// A target in memory with its journal in a file: blocks are written as the I/O loop would.
final class VerifyFixture {
  static let seed: UInt64 = 0x5eed
  static let blockBytes = 4_096
  static let firstByte = 8_192
  static let boot = "5f1c8a54-9f5c-4d2e-8a55-0c6b8f6ff0aa"

  let tree: TemporaryTree
  let journal: WriteJournal
  /// The target's content from byte 0.
  var target: [UInt8]

  /// A target of `blocks` blocks, of which none was written.
  init(blocks: Int, blockBytes: Int = blockBytes, policy: String = "fsync") throws {
    tree = try TemporaryTree()
    let shape = JournalShape(
      blockBytes: blockBytes, firstByte: Self.firstByte, blockCount: blocks, seed: Self.seed, policy: policy,
      boot: Self.boot)
    journal = try WriteJournal.create(beside: "\(tree.path)/target", shape)
    target = [UInt8](repeating: 0, count: shape.endByte)
  }

  /// Where a block begins.
  func offset(_ block: Int) -> Int { journal.shape.firstByte + block * journal.shape.blockBytes }

  /// The content of a write of a block.
  func content(_ block: Int, _ generation: UInt64, seed: UInt64 = seed) -> [UInt8] {
    BlockStamp(offset: UInt64(offset(block)), generation: generation, seed: seed)
      .block(byteCount: journal.shape.blockBytes)
  }

  /// Puts bytes where a block is, or a part of them: from byte `part` of the block on.
  func place(_ bytes: [UInt8], at block: Int, _ part: Range<Int>? = nil) {
    let part = part ?? 0..<bytes.count
    let start = offset(block)
    target.replaceSubrange((start + part.lowerBound)..<(start + part.upperBound), with: bytes[part])
  }

  /// Begins a write and, unless it stays in flight, completes it in the journal; the content is placed by hand.
  func record(_ generation: UInt32, of block: Int, inFlight: Bool = false) {
    journal.generations.issue(generation, of: block)
    if !inFlight { journal.generations.acknowledge(generation, of: block) }
  }

  /// Writes the generations 1 to `generation` of a block and acknowledges them.
  func write(_ generation: UInt32, of block: Int) {
    record(generation, of: block)
    place(content(block, UInt64(generation)), at: block)
  }

  /// Writes as much as `read` answers of the target into the buffer.
  func read(_ offset: Int, _ byteCount: Int, _ buffer: MemoryBuffer) -> Int {
    let range = min(offset, target.count)..<min(offset + byteCount, target.count)
    buffer.write(Array(target[range]), at: 0)
    return range.count
  }

  /// Reads and judges all blocks, three at a time.
  func report(boot: String? = boot) throws -> VerifyReport {
    try Verifier(journal, boot: boot, chunkBytes: 3 * journal.shape.blockBytes).report(reading: read)
  }

  /// The verdict on a block.
  func verdict(_ block: Int) -> BlockVerdict {
    let content = Array(target[offset(block)..<offset(block + 1)])
    return BlockRecord(
      offset: UInt64(offset(block)), seed: Self.seed,
      acknowledged: journal.generations.acknowledged(block), issued: journal.generations.issued(block)
    ).verdict(on: BlockStamp.content(of: content)) { content }
  }
}
