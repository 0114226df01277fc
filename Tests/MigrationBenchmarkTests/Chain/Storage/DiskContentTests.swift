import Testing

@testable import MigrationBenchmark

@Suite struct DiskContentTests {
  @Test func theSameSeedGivesTheSameBytes() {
    let one = DiskContent(byteCount: 1 << 16, seed: 7)
    #expect(one == DiskContent(byteCount: 1 << 16, seed: 7))
    #expect(one != DiskContent(byteCount: 1 << 16, seed: 8))
    #expect(one.bytes.count == 1 << 16)
    #expect(Set(one.bytes).count == 256)
    // No boot sector.
    #expect(one.bytes[510] != 0x55)
  }

  @Test func differencesAreCounted() {
    var content = DiskContent(byteCount: 4096, seed: 1)
    var other = content.bytes
    #expect(content.differences(from: other) == 0)
    other[7] &+= 1
    other[4095] ^= 0xff
    #expect(content.differences(from: other) == 2)
    #expect(content.differences(from: Array(content.bytes.dropLast(96))) == 96)
    content.fill(0..<8, with: 9)
    #expect(Array(content.bytes.prefix(8)) == [UInt8](repeating: 9, count: 8))
    #expect(content.bytes.count == 4096)
  }
}
