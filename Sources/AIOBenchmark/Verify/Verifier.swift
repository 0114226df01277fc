import Glibc
public import Platform

/// Reads all blocks that a journal covers and judges each.
///
///     let report = try Verifier(journal, boot: boot).report { offset, byteCount, buffer in
///       try file.read(at: offset, byteCount: byteCount, into: buffer)
///     }
public struct Verifier {
  /// Reads `byteCount` bytes from byte `offset` of the target into the start of a buffer, which is aligned to 2 MiB.
  ///
  /// Offset and length are multiples of the block, or of 512 in going on after a short read. Answers the number of
  /// bytes read; 0 at the end of the target.
  public typealias Reading = (_ offset: Int, _ byteCount: Int, _ buffer: MemoryBuffer) throws -> Int

  private let journal: WriteJournal
  private let chunkBytes: Int

  private let certainty: JournalCertainty

  /// A verifier that reads at most `chunkBytes` at once, but a block at least.
  ///
  /// - Parameter boot: the present boot of the machine; nil when unknown.
  public init(_ journal: WriteJournal, boot: String?, chunkBytes: Int = 4 << 20) {
    self.journal = journal
    certainty = journal.certainty(boot: boot)
    let block = journal.shape.blockBytes
    self.chunkBytes = max(1, chunkBytes / block) * block
  }

  /// Reads and judges every block.
  ///
  /// - Throws: what `read` throws, unless it is a `SystemError` that says that the storage cannot read its data (EIO and
  ///   its like): the block is a finding then.
  public func report(reading read: Reading) throws -> VerifyReport {
    let shape = journal.shape
    let buffer = try MemoryBuffer(byteCount: chunkBytes, pages: .base)
    // For the rest of a chunk that came in parts: a direct read needs an aligned buffer.
    let part = try MemoryBuffer(byteCount: chunkBytes, pages: .base)
    var report = VerifyReport(shape, certainty)
    let blocksAtOnce = chunkBytes / shape.blockBytes
    for first in stride(from: 0, to: shape.blockCount, by: blocksAtOnce) {
      let blocks = first..<min(first + blocksAtOnce, shape.blockCount)
      do {
        let filled = try fill(buffer, part, blocks, read)
        judge(blocks, in: buffer, filled: filled, &report)
      } catch let error as SystemError where error.isUnreadable {
        // One bad sector fails the whole chunk: find out which.
        for block in blocks {
          do {
            let filled = try fill(buffer, part, block..<(block + 1), read)
            judge(block..<(block + 1), in: buffer, filled: filled, &report)
          } catch let error as SystemError where error.isUnreadable {
            report.add(.unreadable(cause: error.cause), block: block)
          }
        }
      }
    }
    return report
  }

  /// Reads blocks into the start of `buffer`, going on after short reads; returns the bytes that the target has of them.
  private func fill(
    _ buffer: MemoryBuffer, _ part: MemoryBuffer, _ blocks: Range<Int>, _ read: Reading
  ) throws -> Int {
    let start = journal.shape.firstByte + blocks.lowerBound * journal.shape.blockBytes
    let wanted = blocks.count * journal.shape.blockBytes
    var filled = min(try read(start, wanted, buffer), wanted)
    // A part of a sector is the end of a file: a direct read could not go on there.
    while filled > 0 && filled < wanted && filled.isMultiple(of: BlockStamp.sectorBytes) {
      let count = min(try read(start + filled, wanted - filled, part), wanted - filled)
      if count <= 0 { break }
      buffer.write(part.bytes(0..<count), at: filled)
      filled += count
    }
    return max(filled, 0)
  }

  private func judge(
    _ blocks: Range<Int>, in buffer: MemoryBuffer, filled: Int, _ report: inout VerifyReport
  ) {
    let shape = journal.shape
    for (index, block) in blocks.enumerated() {
      let at = index * shape.blockBytes
      let record = BlockRecord(
        offset: UInt64(shape.firstByte + block * shape.blockBytes), seed: shape.seed,
        acknowledged: journal.generations.acknowledged(block), issued: journal.generations.issued(block))
      if at >= filled && record.acknowledged > 0 {
        report.add(.lost(acknowledged: record.acknowledged, instead: .pastTheEnd), block: block)
        continue
      }
      // What the target has not, reads as zeros.
      if at + shape.blockBytes > filled { buffer.clear(max(at, filled)..<(at + shape.blockBytes)) }
      let content = BlockStamp.content(in: buffer, at: at, byteCount: shape.blockBytes)
      report.add(
        record.verdict(on: content) { buffer.bytes(at..<(at + shape.blockBytes)) }, block: block)
    }
  }
}

extension SystemError {
  /// Whether the storage or the file system says that it cannot give back its data.
  fileprivate var isUnreadable: Bool { [EIO, ENODATA, EILSEQ, EBADMSG, EUCLEAN, EREMOTEIO].contains(code) }
}
