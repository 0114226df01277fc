import Testing
import VirtualMachine

@testable import MigrationBenchmark

@Suite struct QEMUFactsTests {
  private static let guest = QEMUFacts(
    version: QEMUVersion(7, 2, 3), machines: ["pc-i440fx-7.2"], features: ["sse2", "avx2", "aes"])

  @Test func whatHasItAllDiffersInNothing() {
    let other = QEMUFacts(
      version: QEMUVersion(9, 0), machines: ["pc-i440fx-7.2", "pc-i440fx-9.0"],
      features: ["sse2", "avx2", "aes", "avx512f"])
    #expect(Self.guest.differences(at: other).isEmpty)
    #expect(Self.guest.differences(at: Self.guest).isEmpty)
  }

  @Test func whatIsMissingIsNamed() {
    let other = QEMUFacts(
      version: QEMUVersion(6, 0), machines: ["pc-i440fx-6.0"], features: ["sse2"])
    #expect(
      Self.guest.differences(at: other) == [
        "QEMU 6.0.0 is older than the source's 7.2.3", "it has no machine pc-i440fx-7.2",
        "its processor lacks aes avx2",
      ])
  }

  @Test func memoryErrorsAreCountedOrUnknown() {
    #expect(ChainWalk.memoryErrors(nil).value == nil)
    #expect(ChainWalk.memoryErrors(nil).text.contains("unknown: the kernel counts no memory errors here"))
  }
}
