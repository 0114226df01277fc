import Experiment
import Testing

@Suite("Sizes as text")
struct ByteTextTests {
  @Test("Exact sizes take their largest unit")
  func exactSizes() {
    #expect(ByteText.binary(0) == "0 B")
    #expect(ByteText.binary(1023) == "1023 B")
    #expect(ByteText.binary(1024) == "1 KiB")
    #expect(ByteText.binary(96 << 20) == "96 MiB")
    #expect(ByteText.binary(1536 << 20) == "1536 MiB")
    #expect(ByteText.binary(2 << 30) == "2 GiB")
    #expect(ByteText.binary(1 << 40) == "1 TiB")
  }

  @Test("Others show four digits, rounded down, and differ from an exact neighbour")
  func otherSizes() {
    #expect(ByteText.binary(1025) == "1025 B")
    #expect(ByteText.binary((2 << 30) + 1) == "2048 MiB")
    #expect(ByteText.binary((1536 << 20) + 5) == "1536 MiB")
    #expect(ByteText.binary((96 << 20) + 1) == "98304 KiB")
    #expect(ByteText.binary((1 << 30) / 3) == "349525 KiB")
    #expect(ByteText.binary((5 << 40) - 1) == "5119 GiB")
  }
}
