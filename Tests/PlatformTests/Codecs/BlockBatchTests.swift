import Statistics
import Testing

@testable import Platform

@Suite struct BlockBatchTests {
  /// Words that repeat, with a number here and there.
  private static func text(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    let words = ["page", "zero", "host", "guest", "memory", "cold"].map { Array($0.utf8) }
    while bytes.count < count {
      bytes +=
        words[Int.random(in: 0..<words.count, using: &generator)] + [
          UInt8(32 + Int.random(in: 0..<16, using: &generator))
        ]
    }
    return Array(bytes.prefix(count))
  }

  private static func batch(_ blocks: [[UInt8]]) throws -> BlockBatch {
    let batch = try BlockBatch(capacity: blocks.map(\.count).reduce(0, +), mostBlocks: blocks.count)
    for block in blocks { batch.append(block) }
    return batch
  }

  @Test(arguments: [
    (Codec.memcpy, 0), (.lz4, 1), (.lz4, 65_537), (.lz4hc, 12), (.zstd, -5), (.zstd, 3), (.zstd, 22),
  ])
  func whatIsCompressedComesBack(codec: Codec, level: Int) throws {
    let batch = try Self.batch([
      Self.text(4_096), [7], Array(repeating: 0, count: 65_536), Self.text(100_001),
    ])
    let coder = try Coder(codec, level: level)
    let all = 0..<batch.count
    let compressing = try batch.code(all, .compress, with: coder, passes: 2)
    #expect(compressing.start < compressing.end)
    batch.spoilUnpacked(all)
    #expect(batch.firstDifference(in: all) == 0)
    _ = try batch.code(all, .decompress, with: coder)
    #expect(batch.firstDifference(in: all) == nil)
    #expect(all.allSatisfy { batch.packedBytes(of: $0) <= codec.bound(batch.bytes(of: $0)) })
    #expect((batch.packedBytes(of: 3) < 100_001) == (codec != .memcpy && level != 65_537))
    #expect(batch.byteCount == 4_096 + 1 + 65_536 + 100_001)
  }

  @Test func eachCallIsCounted() throws {
    let batch = try Self.batch([Self.text(4_096), Self.text(4_096, seed: 2), Self.text(4_096, seed: 3)])
    let coder = try Coder(.zstd, level: 1)
    let recorder = LatencyRecorder()
    try batch.time(1..<3, .compress, with: coder, passes: 5, into: recorder)
    #expect(recorder.recorded.total == 10)
    #expect(batch.packedBytes(of: 0) == 0)
    try batch.time(1..<3, .decompress, with: coder, into: recorder)
    #expect(recorder.recorded.total == 12)
  }

  @Test(arguments: [(Codec.zstd, 1), (.lz4, 1)])
  func damageIsAnErrorOrADifference(codec: Codec, level: Int) throws {
    let batch = try Self.batch([Self.text(4_096), Self.text(4_096, seed: 2)])
    let coder = try Coder(codec, level: level)
    _ = try batch.code(0..<2, .compress, with: coder)
    // zstd's frame header; the literals of lz4's first sequence.
    batch.damagePacked(1, at: 2)
    batch.spoilUnpacked(0..<2)
    if codec == .zstd {
      let error = #expect(throws: CodecError.self) { try batch.code(0..<2, .decompress, with: coder) }
      #expect(error?.description == "block 1: Unknown frame descriptor")
    } else {
      _ = try batch.code(0..<2, .decompress, with: coder)
      #expect(batch.firstDifference(in: 0..<2) == 1)
      #expect(batch.firstDifference(in: 0..<1) == nil)
    }
  }

  @Test func fillingsAreSeen() throws {
    let word: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let repeated = Array((0..<512).map { _ in word }.joined())
    var almost = repeated
    almost[4_000] ^= 1
    let batch = try Self.batch([
      Array(repeating: 0, count: 4_096), repeated, almost, Array(repeating: 9, count: 4_095), [0], [0, 1],
      Array(repeating: 0, count: 4_095) + [1],
    ])
    #expect(
      (0..<batch.count).map(batch.filling) == [.zero, .same, .mixed, .same, .zero, .same, .mixed])
  }

  @Test func aFileIsCutIntoBlocks() throws {
    let directory = try TemporaryDirectory()
    let content = Self.text(10_000)
    try Files.replace(directory("data"), with: content)
    let file = try SourceFile(directory("data"))
    #expect(try file.byteCount == 10_000)
    let batch = try BlockBatch(capacity: 20_000, mostBlocks: 10)
    #expect(try batch.append(file, from: 100, byteCount: 12_000, blockBytes: 4_096) == 9_900)
    #expect((0..<batch.count).map(batch.bytes) == [4_096, 4_096, 1_708])
    #expect(batch.content(of: 2) == Array(content[8_292...]))
    #expect(!batch.fits(20_000, blockBytes: 4_096) && !batch.fits(8, blockBytes: 1))
    batch.removeAll()
    try batch.append(file, from: 0, byteCount: 10_000, blockBytes: 1_000, keeping: .odd)
    #expect(batch.count == 5 && batch.byteCount == 5_000)
    #expect(
      (0..<5).allSatisfy {
        batch.content(of: $0) == Array(content[($0 * 2_000 + 1_000)..<($0 * 2_000 + 2_000)])
      })
  }

  @Test func stretchesAreJoinedAsInOneLongFile() throws {
    let directory = try TemporaryDirectory()
    let content = Self.text(10_000)
    try Files.replace(directory("data"), with: content)
    let file = try SourceFile(directory("data"))
    let batch = try BlockBatch(capacity: 6_000, mostBlocks: 5)
    for offset in stride(from: UInt64(0), to: 4_500, by: 900) {
      #expect(try batch.join(file, from: offset, byteCount: 900, blockBytes: 2_000) == 900)
    }
    #expect((0..<batch.count).map(batch.bytes) == [2_000, 2_000] && batch.byteCount == 4_000)
    #expect(!batch.fits(1_501, blockBytes: 2_000), "500 bytes wait for the next stretch")
    batch.removeBlocks()
    #expect(batch.count == 0 && batch.byteCount == 0)
    try batch.join(file, from: 4_500, byteCount: 3_000, blockBytes: 2_000)
    #expect(batch.content(of: 0) == Array(content[4_000..<6_000]))
    batch.endStretches()
    #expect(batch.content(of: 1) == Array(content[6_000..<7_500]))
    batch.endStretches()
    #expect(batch.count == 2 && batch.byteCount == 3_500)
    batch.removeAll()
    try batch.append(file, from: 0, byteCount: 100, blockBytes: 64)
    #expect((0..<batch.count).map(batch.bytes) == [64, 36])
  }
}
