import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Bus factors as text")
struct BusFactorTests {
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
}
