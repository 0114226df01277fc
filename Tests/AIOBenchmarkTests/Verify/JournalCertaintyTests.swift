import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite struct JournalCertaintyTests {
  private static let boot = VerifyFixture.boot

  private static func certainty(policy: String, boot: String?, written: String = boot) -> JournalCertainty {
    let shape = JournalShape(
      blockBytes: 512, firstByte: 0, blockCount: 1, seed: 1, policy: policy, boot: written)
    return JournalCertainty(of: shape, flushedAt: 1_767_225_600, boot: boot)
  }

  @Test(arguments: ["none", "fsync", "fdatasync", "dsync"])
  func inTheSameBootItIsWhole(policy: String) {
    #expect(Self.certainty(policy: policy, boot: Self.boot) == .whole)
  }

  @Test func afterARestartWhatWasPromisedIsKnownButTheLast() {
    for policy in ["fsync", "fdatasync", "dsync"] {
      #expect(Self.certainty(policy: policy, boot: "another") == .allButTheLast)
    }
    #expect(Self.certainty(policy: "none", boot: "another") == .upTo(1_767_225_600))
  }

  @Test func aBootThatIsUnknownIsNotTheSame() {
    #expect(Self.certainty(policy: "none", boot: nil) == .upTo(1_767_225_600))
    #expect(Self.certainty(policy: "none", boot: "", written: "") == .upTo(1_767_225_600))
    #expect(Self.certainty(policy: "dsync", boot: nil, written: "") == .allButTheLast)
  }

  @Test func itIsSaid() {
    #expect(JournalCertainty.whole.sentence == nil)
    #expect(
      JournalCertainty.upTo(1_767_225_600).sentence
        == "the machine was restarted since: the journal is certain up to its last flush, 2026-01-01T00:00:00Z; "
        + "what was written after that is unknown")
    #expect(JournalCertainty.allButTheLast.sentence?.contains("between two writes") == true)
  }

  @Test func thisMachineTellsItsBoot() throws {
    let boot = try #require(JournalCertainty.boot)
    #expect(boot.utf8.count == 36 && boot.utf8.count <= JournalShape.bootBytes)
  }
}
