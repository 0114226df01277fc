import Testing

@testable import Platform

@Suite struct ExpansionTests {
  /// Five literals.
  private static let block: [UInt8] = [0x50, 1, 2, 3, 4, 5]
  /// `printf hello | zstd --no-check`: one raw block.
  private static let frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 5, 0x29, 0, 0] + Array("hello".utf8)

  @Test func packedBytesComeOut() throws {
    #expect(try Expansion.lz4Block.expand(Self.block[...], limit: 5) == [1, 2, 3, 4, 5])
    #expect(try Expansion.lz4Block.expand(Self.block[...], limit: 50) == [1, 2, 3, 4, 5])
    #expect(try Expansion.zstdFrame.expand(Self.frame[...], limit: 5) == Array("hello".utf8))
    #expect(try Expansion.zstdFrame.expand((Self.frame + [7, 7])[...], limit: 5) == Array("hello".utf8))
  }

  @Test(arguments: [Expansion.lz4Block, .zstdFrame]) func damageIsAnError(_ way: Expansion) {
    let packed = way == .lz4Block ? Self.block : Self.frame
    let error = #expect(throws: SystemError.self) { try way.expand(packed[...], limit: 4) }
    #expect(error?.isInvalid == true)
    #expect(throws: SystemError.self) { try way.expand(packed.dropLast(), limit: 50) }
    #expect(throws: SystemError.self) { try way.expand([0xff, 0xff, 0xff], limit: 50) }
  }
}
