import Testing

@testable import Platform

@Suite struct BlockStampTests {
  private static let stamp = BlockStamp(offset: 0x1000, generation: 3, seed: 42)

  @Test(arguments: [512, 1_024, 1_536, 4_096, 131_072])
  func aStampedBlockIsIntact(byteCount: Int) {
    let block = Self.stamp.block(byteCount: byteCount)
    #expect(block.count == byteCount)
    #expect(BlockStamp.content(of: block) == .intact(Self.stamp))
  }

  /// Computed by a program of its own in Python, from the text of XXH64's specification, SplitMix64 and xorshift
  /// (13, 7, 17); its XXH64 was checked against the xxhash module 3.
  @Test(
    arguments: [
      (512, stamp, 0x9988_3087_8b54_1020, 0xc9d6_8fd3_2514_879d, 0xb3ad_7b68_dab9_1c94),
      (
        4_096, BlockStamp(offset: 0x1234_5678_9000, generation: 0xffff_fffe, seed: 0xdead_beef_cafe_f00d),
        0x1a45_11a4_0841_829e, 0x3a99_1dc8_72f3_f7a5, 0x7a1b_29a0_aac2_ea18
      ),
      (
        1_536, BlockStamp(offset: 0, generation: 1, seed: 0),
        0x6be5_6fb8_b773_b542, 0x2d5f_7f71_2017_a4aa, 0xafc7_fdfe_dca0_aaef
      ),
    ] as [(Int, BlockStamp, UInt64, UInt64, UInt64)])
  func theBytesAreThoseOfAnIndependentProgram(
    byteCount: Int, stamp: BlockStamp, checksum: UInt64, first: UInt64, last: UInt64
  ) {
    let block = stamp.block(byteCount: byteCount)
    #expect(block.starts(with: Array("ASSAYBLK".utf8)))
    #expect(block.word(at: 8) == stamp.offset)
    #expect(block.word(at: 16) == stamp.generation)
    #expect(block.word(at: 24) == stamp.seed)
    #expect(block.word(at: 32) == checksum)
    #expect(block.word(at: 40) == first)
    #expect(block.word(at: byteCount - 8) == last)
  }

  /// By the xxhash module 3 for Python.
  @Test func theChecksumIsXXH64() {
    #expect(BlockStamp.checksum(of: (0...255).map { UInt8($0) }) == 0x1fac_be84_06cd_904b)
    #expect(BlockStamp.checksum(of: [UInt8](repeating: 0, count: 32)) == 0xf6e9_be5d_7063_2cf5)
  }

  /// In the magic the block is none of ours any more; elsewhere the checksum tells.
  @Test func everyFlippedBitIsSeen() {
    let block = Self.stamp.block(byteCount: 1_024)
    for byte in block.indices {
      for bit in 0..<8 {
        var flipped = block
        flipped[byte] ^= 1 << bit
        switch BlockStamp.content(of: flipped) {
        case .unstamped: #expect(byte < 8)
        case .damaged: #expect(byte >= 8)
        default: Issue.record("byte \(byte), bit \(bit)")
        }
      }
    }
  }

  @Test func theNumbersOfADamagedBlockAreThoseOfItsHeader() {
    var block = Self.stamp.block(byteCount: 512)
    block[16] = 9
    #expect(
      BlockStamp.content(of: block) == .damaged(BlockStamp(offset: 0x1000, generation: 9, seed: 42)))
  }

  @Test func zerosAndOtherDataAreToldApart() {
    var block = [UInt8](repeating: 0, count: 4_096)
    #expect(BlockStamp.content(of: block) == .zeros)
    for byte in [0, 8, 511, 4_095] {
      block[byte] = 1
      #expect(BlockStamp.content(of: block) == .unstamped, "byte \(byte)")
      block[byte] = 0
    }
  }

  @Test func everySectorDiffersFromThatOfAnyOtherStamp() {
    let stamps = (0..<4).flatMap { offset in
      (1...4).flatMap { generation in
        (0..<4).map {
          BlockStamp(offset: UInt64(offset) * 4_096, generation: UInt64(generation), seed: UInt64($0))
        }
      }
    }
    var sectors = Set<[UInt8]>()
    for stamp in stamps {
      let block = stamp.block(byteCount: 4_096)
      for start in stride(from: 0, to: 4_096, by: 512) { sectors.insert(Array(block[start..<(start + 512)])) }
    }
    #expect(sectors.count == stamps.count * 8)
  }

  @Test func aBlockInABufferIsFoundWhereItIs() throws {
    let buffer = try MemoryBuffer(byteCount: 16_384, pages: .base)
    buffer.write(Self.stamp.block(byteCount: 1_536), at: 4_608)
    #expect(BlockStamp.content(in: buffer, at: 4_608, byteCount: 1_536) == .intact(Self.stamp))
    #expect(BlockStamp.content(in: buffer, at: 4_608, byteCount: 1_024) == .damaged(Self.stamp))
    #expect(BlockStamp.content(in: buffer, at: 0, byteCount: 4_608) == .zeros)
    #expect(BlockStamp.content(in: buffer, at: 0, byteCount: 5_120) == .unstamped)
    buffer.clear(4_608..<6_144)
    #expect(BlockStamp.content(in: buffer, at: 0, byteCount: 16_384) == .zeros)
  }
}

extension [UInt8] {
  /// The little-endian word at a byte offset.
  fileprivate func word(at offset: Int) -> UInt64 {
    self[offset..<(offset + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
