import Glibc
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

/// A power cut takes what was in memory: the journal is that of its last flush, and the target of a moment before or
/// after that. Acknowledged writes that the journal knows must be there; all others are unknown, and never lost.
@Suite struct PowerCutTests {
  private static let other = "another boot"
  private let fixture: VerifyFixture

  /// Blocks 0 to 3 are at write 3 in the journal that was flushed.
  init() throws {
    fixture = try VerifyFixture(blocks: 6, policy: "none")
    for block in 0..<4 { fixture.write(3, of: block) }
  }

  /// What is on the disk after the cut: the journal as it was when it was flushed last, beside the target as it is now.
  private func afterTheCut(_ journal: [UInt8], boot: String? = other) throws -> VerifyReport {
    let target = "\(fixture.tree.path)/later"
    try Files.replace(WriteJournal.path(beside: target), with: journal)
    return try Verifier(try WriteJournal.open(beside: target, for: .reading), boot: boot)
      .report(reading: fixture.read)
  }

  private func flushed() throws -> [UInt8] {
    try fixture.journal.flush()
    return try Files.bytes(fixture.journal.path)
  }

  /// Overwrites, a first write, a write in flight that came in part, and one that came whole.
  @Test func whatWasWrittenAfterTheFlushIsUnknownAndNoFault() throws {
    let journal = try flushed()
    fixture.write(5, of: 0)
    fixture.write(1, of: 4)
    fixture.write(4, of: 1)
    fixture.record(5, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 5), at: 1, 0..<1_024)
    fixture.record(4, of: 2, inFlight: true)
    fixture.place(fixture.content(2, 4), at: 2)
    let report = try afterTheCut(journal)
    #expect(report.isIntact)
    #expect(report.counts == [.newer: 3, .interrupted: 1, .good: 1, .neverWritten: 1])
    #expect(
      report.sentences.first
        == "every write that the journal knows as acknowledged is there: 5 of 6 blocks were written")
    #expect(report.sentences.last?.hasSuffix("what was written after that is unknown") == true)
  }

  /// Acknowledged after the flush and gone: nobody can know, so nobody is accused.
  @Test func whatWasAcknowledgedAfterTheFlushAndIsGoneIsNotCalledLost() throws {
    let journal = try flushed()
    fixture.record(4, of: 0)
    fixture.record(1, of: 5)
    let report = try afterTheCut(journal)
    #expect(report.isIntact)
    #expect(report.counts == [.good: 4, .neverWritten: 2])
    // Killed in the same boot, the same would be a loss.
    #expect(try fixture.report().count(of: .lost) == 2)
  }

  @Test func whatTheJournalKnowsAndIsGoneIsLost() throws {
    let journal = try flushed()
    fixture.place(fixture.content(0, 2), at: 0)
    fixture.place([UInt8](repeating: 0, count: 4_096), at: 1)
    fixture.place(fixture.content(2, 2), at: 2, 512..<4_096)
    let report = try afterTheCut(journal)
    #expect(report.counts == [.lost: 2, .torn: 1, .good: 1, .neverWritten: 2])
    #expect(!report.isIntact)
  }

  /// The two arrays reach the disk in any order: without the issued generation a tear is still told from a stale block.
  @Test func theVerdictsDoNotNeedTheIssuedGeneration() throws {
    let fixture = try VerifyFixture(blocks: 4)
    for block in 0..<3 {
      fixture.write(4, of: block)
      fixture.journal.generations.issue(0, of: block)
    }
    fixture.place(fixture.content(1, 5), at: 1, 0..<1_024)
    fixture.place(fixture.content(2, 5), at: 2, 1_024..<4_096)
    fixture.place(fixture.content(3, 1), at: 3, 0..<512)
    #expect(fixture.verdict(0) == .good(generation: 4))
    for block in 1..<4 { #expect(fixture.verdict(block).kind == .interrupted) }
    fixture.place(fixture.content(0, 3), at: 0)
    #expect(fixture.verdict(0) == .lost(acknowledged: 4, instead: .earlier(generation: 3)))
    fixture.place(fixture.content(0, 4), at: 0, 0..<1_024)
    #expect(fixture.verdict(0).kind == .torn)
  }

  @Test func aFlushIsAPointThatTheNextReaderSees() throws {
    let before = Clock.secondsSince1970()
    let journal = try flushed()
    let after = Clock.secondsSince1970()
    guard case .upTo(let moment) = try afterTheCut(journal).journal else {
      Issue.record("no moment")
      return
    }
    #expect((before...after).contains(moment))
    #expect(try afterTheCut(journal, boot: VerifyFixture.boot).journal == .whole)
  }

  /// The point is told when all before it is on the disk, and not when that failed.
  @Test func aFlushThatFailsIsNoPoint() throws {
    let path = fixture.journal.path
    let flushedAt = fixture.journal.flushedAt
    let file = try Files.bytes(path)
    #expect(throws: SystemError(code: EIO, operation: "sync", subject: path)) {
      try SystemCall.withForcedFailures({ name, _ in name == "sync" ? EIO : nil }) {
        try fixture.journal.flush()
      }
    }
    #expect(fixture.journal.flushedAt == flushedAt)
    #expect(try Files.bytes(path) == file)
  }
}
