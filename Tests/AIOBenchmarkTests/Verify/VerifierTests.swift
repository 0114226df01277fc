import Glibc
import Platform
import Testing

@testable import AIOBenchmark

@Suite struct VerifierTests {
  @Test func everyBlockIsJudgedOnce() throws {
    let fixture = try VerifyFixture(blocks: 11)
    for block in 0..<10 { fixture.write(UInt32(block + 1), of: block) }
    let report = try fixture.report()
    #expect(report.counts == [.good: 10, .neverWritten: 1])
    #expect(report.isIntact)
    #expect(report.findings == [])
  }

  @Test(arguments: [512, 1_536, 65_536])
  func anyMultipleOfASectorIsABlock(blockBytes: Int) throws {
    let fixture = try VerifyFixture(blocks: 7, blockBytes: blockBytes)
    for block in 0..<7 { fixture.write(2, of: block) }
    fixture.target[fixture.offset(6) + blockBytes - 1] ^= 1
    let report = try fixture.report()
    #expect(report.counts == [.good: 6, .corrupt: 1])
    #expect(report.findings.map(\.offset) == [fixture.offset(6)])
  }

  @Test func nothingOutsideTheRangeIsRead() throws {
    let fixture = try VerifyFixture(blocks: 5)
    var read: [Range<Int>] = []
    _ = try Verifier(fixture.journal, boot: VerifyFixture.boot, chunkBytes: 2 * 4_096).report {
      offset, byteCount, buffer in
      read.append(offset..<(offset + byteCount))
      return fixture.read(offset, byteCount, buffer)
    }
    #expect(read == [8_192..<16_384, 16_384..<24_576, 24_576..<28_672])
  }

  @Test func shortReadsAreContinued() throws {
    let fixture = try VerifyFixture(blocks: 6)
    for block in 0..<6 { fixture.write(1, of: block) }
    let report = try Verifier(fixture.journal, boot: VerifyFixture.boot).report { offset, byteCount, buffer in
      fixture.read(offset, min(byteCount, 1_536), buffer)
    }
    #expect(report.counts == [.good: 6])
  }

  @Test func blocksPastTheEndOfTheTargetAreLost() throws {
    let fixture = try VerifyFixture(blocks: 5)
    for block in 0..<4 { fixture.write(1, of: block) }
    fixture.target.removeLast(2 * 4_096)
    let report = try fixture.report()
    #expect(report.counts == [.good: 3, .lost: 1, .neverWritten: 1])
    #expect(report.findings.map(\.verdict) == [.lost(acknowledged: 1, instead: .pastTheEnd)])
  }

  /// What was read for an earlier chunk is still in the buffer, and must not pass for what is missing now.
  @Test(arguments: [700, 1_024])
  func aTargetThatEndsInABlockHasATornOne(left: Int) throws {
    let fixture = try VerifyFixture(blocks: 6)
    for block in 0..<6 { fixture.write(1, of: block) }
    fixture.target.removeLast(4_096 - left)
    let report = try fixture.report()
    #expect(report.count(of: .good) == 5)
    #expect(report.findings.map(\.offset) == [fixture.offset(5)])
    #expect(report.findings.map(\.verdict.kind) == [left == 1_024 ? .torn : .corrupt])
  }

  @Test(arguments: [EIO, EBADMSG, ENODATA])
  func anUnreadableBlockIsAFindingAndTheOthersAreJudged(code: Int32) throws {
    let fixture = try VerifyFixture(blocks: 7)
    for block in 0..<7 { fixture.write(1, of: block) }
    let bad = fixture.offset(4) + 512
    let report = try Verifier(fixture.journal, boot: VerifyFixture.boot, chunkBytes: 3 * 4_096).report {
      offset, byteCount, buffer in
      if (offset..<(offset + byteCount)).contains(bad) {
        throw SystemError(code: code, operation: "read", subject: "target")
      }
      return fixture.read(offset, byteCount, buffer)
    }
    #expect(report.counts == [.good: 6, .unreadable: 1])
    #expect(!report.isIntact)
    let cause = SystemError(code: code, operation: "read").cause
    #expect(report.sentences.contains("byte 24576: cannot be read: \(cause)"))
  }

  @Test func anyOtherErrorEndsIt() throws {
    let fixture = try VerifyFixture(blocks: 7)
    let error = SystemError(code: EINVAL, operation: "read", subject: "target")
    #expect(throws: error) {
      try Verifier(fixture.journal, boot: VerifyFixture.boot).report { _, _, _ in throw error }
    }
  }
}
