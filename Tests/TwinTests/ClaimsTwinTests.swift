import Advice
import Platform
import Testing

@testable import AssayCommands

extension TwinSuites {
  @Suite struct ClaimsTwinTests {
    /// The shipped document's words, asked of a kernel.
    @Test func aKernelSaysWhichWordsItKnows() async throws {
      let words = [
        "dom0=1", "elevator=none", "nohpet", "noapic", "quiet", "isolcpus=2-3", "nohz_full=2-3",
        "mitigations=off",
        "no_such_word",
      ]
      let boot = try await ClaimsTwin.boot(with: words)
      print("twin: Linux \(boot.release) does not know \(boot.unknownWords)")
      #expect(boot.unknownWords == ["dom0=1", "no_such_word"])
    }
  }
}
