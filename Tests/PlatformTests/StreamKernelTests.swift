import Platform
import Testing

@Suite struct StreamKernelTests {
  @Test(arguments: [
    (StreamKernel.copy, 16), (.scale, 16), (.add, 24), (.triad, 24), (.read, 8), (.write, 8), (.fill, 8),
  ])
  func countsBytesAsSTREAMDoes(kernel: StreamKernel, bytes: Int) {
    #expect(kernel.countedBytesPerElement == bytes)
  }

  @Test(arguments: [
    (StreamKernel.copy, 1.5), (.scale, 1.5), (.add, 4.0 / 3), (.triad, 4.0 / 3), (.read, 1), (.write, 2),
    (.fill, 2),
  ])
  func anOrdinaryStoreReadsTheLineFirst(kernel: StreamKernel, factor: Double) {
    #expect(abs(kernel.busBytesPerCountedByte(.ordinary) - factor) < 1e-15)
    #expect(kernel.busBytesPerCountedByte(.streaming) == 1)
  }

  @Test func onlyReadDoesNotStore() {
    #expect(StreamKernel.allCases.filter { !$0.stores } == [.read])
  }

  @Test func namesAreThoseOfTheOptionsAndDocuments() {
    #expect(
      StreamKernel.allCases.map(\.rawValue) == ["copy", "scale", "add", "triad", "read", "write", "fill"])
    #expect(StoreKind.allCases.map(\.rawValue) == ["ordinary", "streaming"])
    #expect(InstructionSet.allCases.map(\.rawValue) == ["scalar", "sse2", "avx2", "avx512", "neon"])
  }

  @Test func theSupportedSetsAreThoseThatTheKernelNames() throws {
    let cpu = try Files.text("/proc/cpuinfo")
    let flags = cpu.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    let words = Set(try #require(flags).split(separator: " ").map(String.init))
    #expect(InstructionSet.scalar.isSupported)
    #expect(InstructionSet.sse2.isSupported == words.contains("sse2"))
    #expect(InstructionSet.avx2.isSupported == words.isSuperset(of: ["avx2", "fma"]))
    #expect(InstructionSet.avx512.isSupported == words.contains("avx512f"))
    #expect(InstructionSet.neon.isSupported == words.contains("asimd"))
    #expect(InstructionSet.supported == InstructionSet.allCases.filter(\.isSupported))
  }

  @Test func thePreferredSetIsAWideSupportedOne() {
    let preferred = InstructionSet.preferred
    #expect(preferred.isSupported)
    #expect(preferred != .scalar || InstructionSet.supported == [.scalar])
  }
}
