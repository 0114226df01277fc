import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Texts: bus factors and sizes")
struct TextTests {
  @Test("A bus factor has as many decimals as it needs, two at most")
  func busFactor() {
    #expect(BusFactor.text(1) == "1")
    #expect(BusFactor.text(2) == "2")
    #expect(BusFactor.text(1.5) == "1.5")
    #expect(BusFactor.text(4.0 / 3) == "1.33")
    #expect(BusFactor.text(1.05) == "1.05")
    #expect(BusFactor.text(1.996) == "2")
  }

  @Test(
    "Every kernel's factor is what its write-allocate adds",
    arguments: zip(StreamKernel.allCases, ["1.5", "1.5", "1.33", "1.33", "1", "2", "2"]))
  func kernels(_ kernel: StreamKernel, ordinary: String) {
    #expect(BusFactor.text(kernel.busBytesPerCountedByte(.ordinary)) == ordinary)
    #expect(BusFactor.text(kernel.busBytesPerCountedByte(.streaming)) == "1")
  }

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
