internal import CPlatform
import Glibc

/// Blocks in memory with room for their compressed and decompressed forms: all that a codec's loops touch.
///
/// It is filled by one thread; then threads code disjoint ranges of its blocks.
@safe public final class BlockBatch: @unchecked Sendable {
  // Sendable by contract: threads get disjoint ranges of the blocks.
  private let table: UnsafeMutablePointer<assay_coded_block>
  private let source: MemoryBuffer
  private let packed: MemoryBuffer
  private let unpacked: MemoryBuffer
  private let mostBlocks: Int
  private let capacity: Int
  private var packedUsed = 0
  /// Blocks that it holds.
  public private(set) var count = 0
  /// Bytes of all of them, uncompressed.
  public private(set) var byteCount = 0
  /// Bytes behind the last block that are none yet: the beginning of one that the next stretch goes on with.
  private var openBytes = 0

  /// Compressed forms begin at cache lines.
  private static let alignment = 64
  /// The most that a compressed block can exceed the block by, beyond the 255th part of it: what zstd adds to small
  /// blocks, and the alignment.
  private static let slack = 256

  /// An empty batch.
  ///
  /// - Throws: ENOMEM where the memory is refused: a good two and a half times `capacity`.
  public init(capacity: Int, mostBlocks: Int) throws(SystemError) {
    precondition(capacity > 0 && mostBlocks > 0)
    self.capacity = capacity
    self.mostBlocks = mostBlocks
    source = try MemoryBuffer(byteCount: capacity, pages: .transparentHuge)
    packed = try MemoryBuffer(
      byteCount: capacity + capacity / 128 + mostBlocks * Self.slack, pages: .transparentHuge)
    unpacked = try MemoryBuffer(byteCount: capacity, pages: .transparentHuge)
    // Nothing else touches it before it is measured; the other two are written to when blocks are added and spoiled.
    packed.prefault()
    unsafe table = .allocate(capacity: mostBlocks)
  }

  deinit { unsafe table.deallocate() }

  /// Forgets its blocks, and what would have become one.
  public func removeAll() {
    removeBlocks()
    openBytes = 0
  }

  /// Forgets its blocks; the beginning of the next one stays.
  public func removeBlocks() {
    if openBytes > 0 { unsafe memmove(source.address, source.address + byteCount, openBytes) }
    count = 0
    byteCount = 0
    packedUsed = 0
  }

  /// Bytes that still fit.
  private var freeBytes: Int { capacity - byteCount - openBytes }

  /// Whether a stretch that is cut into blocks of `blockBytes` fits.
  public func fits(_ byteCount: Int, blockBytes: Int) -> Bool {
    byteCount <= freeBytes && (openBytes + byteCount + blockBytes - 1) / blockBytes <= mostBlocks - count
  }

  /// Reads a stretch of a file and cuts it into blocks, the last one of which may be shorter.
  ///
  /// - Parameters:
  ///   - byteCount: must fit.
  ///   - every: of the blocks, which ones are kept.
  /// - Returns: the bytes read; fewer than `byteCount` where the file ends before.
  /// - Throws: what reading says; the batch is then as it was.
  @discardableResult
  public func append(
    _ file: SourceFile, from offset: UInt64, byteCount length: Int, blockBytes: Int,
    keeping every: BlockChoice = .all
  ) throws(SystemError) -> Int {
    precondition(blockBytes > 0 && openBytes == 0 && fits(length, blockBytes: blockBytes))
    let start = byteCount
    let got = try file.read(into: source, at: start, byteCount: length, from: offset)
    var end = start
    var number = 0
    for place in stride(from: start, to: start + got, by: blockBytes) {
      let bytes = min(blockBytes, start + got - place)
      if every.keeps(number) {
        if place != end { unsafe memmove(source.address + end, source.address + place, bytes) }
        add(at: end, bytes)
        end += bytes
      }
      number += 1
    }
    byteCount = end
    return got
  }

  /// Reads a stretch that goes on where the last one ended, as in one long file: blocks are all of `blockBytes`, and what
  /// is left over waits for the next stretch, or for `endStretches`.
  ///
  /// - Parameter byteCount: must fit.
  /// - Returns: the bytes read; fewer than `byteCount` where the file ends before.
  /// - Throws: what reading says; the batch is then as it was.
  @discardableResult
  public func join(
    _ file: SourceFile, from offset: UInt64, byteCount length: Int, blockBytes: Int
  ) throws(SystemError) -> Int {
    precondition(blockBytes > 0 && fits(length, blockBytes: blockBytes))
    let got = try file.read(into: source, at: byteCount + openBytes, byteCount: length, from: offset)
    openBytes += got
    while openBytes >= blockBytes {
      add(at: byteCount, blockBytes)
      byteCount += blockBytes
      openBytes -= blockBytes
    }
    return got
  }

  /// Makes a shorter block of what was left over.
  public func endStretches() {
    if openBytes == 0 { return }
    add(at: byteCount, openBytes)
    byteCount += openBytes
    openBytes = 0
  }

  /// Adds bytes as one block; they must fit.
  public func append(_ bytes: [UInt8]) {
    precondition(!bytes.isEmpty && openBytes == 0 && fits(bytes.count, blockBytes: bytes.count))
    source.write(bytes, at: byteCount)
    add(at: byteCount, bytes.count)
    byteCount += bytes.count
  }

  private func add(at place: Int, _ bytes: Int) {
    let room = Codec.allCases.map { $0.bound(bytes) }.max() ?? bytes
    unsafe table[count] = unsafe assay_coded_block(
      source: pointer(source, place), bytes: bytes, packed: pointer(packed, packedUsed), capacity: room,
      packed_bytes: 0, unpacked: pointer(unpacked, place))
    packedUsed += (room + Self.alignment - 1) / Self.alignment * Self.alignment
    precondition(packedUsed <= packed.byteCount)
    count += 1
  }

  private func pointer(_ buffer: MemoryBuffer, _ place: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe (buffer.address + place).assumingMemoryBound(to: UInt8.self)
  }

  // MARK: - Single blocks

  /// Bytes of a block.
  public func bytes(of block: Int) -> Int { unsafe table[checked(block)].bytes }

  /// Bytes of a block as it was compressed last.
  public func packedBytes(of block: Int) -> Int { unsafe table[checked(block)].packed_bytes }

  /// A copy of a block.
  public func content(of block: Int) -> [UInt8] {
    let entry = unsafe table[checked(block)]
    return unsafe Array(UnsafeBufferPointer(start: entry.source, count: entry.bytes))
  }

  /// What a block is made of.
  public enum Filling: Sendable {
    /// Anything else.
    case mixed
    /// Zeros only.
    case zero
    /// One 8-byte word over and over, not zero: zram and zswap keep no more of such a page.
    case same
  }

  /// Looks at a block.
  public func filling(of block: Int) -> Filling {
    let entry = unsafe table[checked(block)]
    return switch unsafe assay_filling(entry.source, entry.bytes) {
    case ASSAY_FILLING_ZERO: .zero
    case ASSAY_FILLING_SAME: .same
    default: .mixed
    }
  }

  private func checked(_ block: Int) -> Int {
    precondition((0..<count).contains(block))
    return block
  }

  // MARK: - Ranges of blocks

  /// Goes through blocks, in order, `passes` times.
  ///
  /// - Returns: the moments of the start and the end, in nanoseconds of `Clock.now()`.
  /// - Throws: at the first block that fails.
  public func code(
    _ range: Range<Int>, _ direction: CodingDirection, with coder: Coder, passes: Int = 1
  ) throws(CodecError) -> (start: UInt64, end: UInt64) {
    var coding = unsafe coding(range, direction, coder, passes)
    var times: (UInt64, UInt64) = (0, 0)
    let result = unsafe withUnsafeMutableBytes(of: &times) { raw in
      unsafe raw.withMemoryRebound(to: UInt64.self) { words in
        guard let first = words.baseAddress else { return 0 }
        return unsafe assay_code_blocks(&coding, first)
      }
    }
    if result < 0 { throw CodecError(result: result, block: range.lowerBound + Int(unsafe coding.failed)) }
    return (times.0, times.1)
  }

  /// The same, counting the time of every call; a call's end is the next one's start.
  public func time(
    _ range: Range<Int>, _ direction: CodingDirection, with coder: Coder, passes: Int = 1,
    into recorder: LatencyRecorder
  ) throws(CodecError) {
    var coding = unsafe coding(range, direction, coder, passes)
    let result = unsafe assay_time_blocks(&coding, recorder.histogram)
    if result < 0 { throw CodecError(result: result, block: range.lowerBound + Int(unsafe coding.failed)) }
  }

  /// Overwrites the decompressed forms, so that what an earlier codec left there is not taken for this one's.
  public func spoilUnpacked(_ range: Range<Int>) {
    for block in range { unsafe memset(table[checked(block)].unpacked, 0x5a, table[block].bytes) }
  }

  /// The first block whose decompressed form differs from it; nil when all are alike.
  public func firstDifference(in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let found = unsafe assay_first_difference(table + range.lowerBound, range.count)
    return found < range.count ? range.lowerBound + found : nil
  }

  /// Changes one byte of a block's compressed form: what a broken memory would do. For tests.
  func damagePacked(_ block: Int, at place: Int) {
    precondition(place < packedBytes(of: block))
    unsafe table[block].packed[place] ^= 0xff
  }

  private func coding(
    _ range: Range<Int>, _ direction: CodingDirection, _ coder: Coder, _ passes: Int
  ) -> assay_coding {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && passes > 0)
    return unsafe assay_coding(
      coder: coder.raw, direction: direction.code, blocks: table + range.lowerBound, count: range.count,
      passes: passes, failed: 0)
  }
}
