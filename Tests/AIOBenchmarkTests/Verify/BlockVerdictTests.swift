import Platform
import Testing

@testable import AIOBenchmark

/// What was done to a block, and what the verdict must say.
@Suite struct BlockVerdictTests {
  private let fixture: VerifyFixture

  init() throws { fixture = try VerifyFixture(blocks: 3) }

  // MARK: As it should be

  @Test func theAcknowledgedWriteIsGood() {
    fixture.write(5, of: 1)
    #expect(fixture.verdict(1) == .good(generation: 5))
  }

  @Test func aWriteInFlightMayBeThereOrNot() {
    fixture.write(5, of: 1)
    fixture.record(6, of: 1, inFlight: true)
    #expect(fixture.verdict(1) == .good(generation: 5))
    fixture.place(fixture.content(1, 6), at: 1)
    #expect(fixture.verdict(1) == .good(generation: 6))
  }

  @Test func theFirstWriteInFlightMayBeThereOrNot() {
    fixture.record(1, of: 1, inFlight: true)
    #expect(fixture.verdict(1) == .neverWritten(holdsOtherData: false))
    fixture.place(fixture.content(1, 1), at: 1)
    #expect(fixture.verdict(1) == .good(generation: 1))
  }

  @Test func whatWasThereBeforeTheRunIsNobodysFault() {
    fixture.place((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }, at: 1)
    #expect(fixture.verdict(1) == .neverWritten(holdsOtherData: true))
    fixture.place(fixture.content(1, 4, seed: 77), at: 1)
    #expect(fixture.verdict(1) == .foreign(seed: 77, generation: 4))
    fixture.place([1], at: 1)
    #expect(fixture.verdict(1) == .neverWritten(holdsOtherData: true))
  }

  // MARK: Lost

  @Test func anAcknowledgedWriteThatNeverArrivedIsLost() {
    fixture.write(4, of: 1)
    fixture.record(5, of: 1)
    #expect(fixture.verdict(1) == .lost(acknowledged: 5, instead: .earlier(generation: 4)))
  }

  @Test func zerosInPlaceOfAWriteAreALoss() {
    fixture.record(1, of: 1)
    #expect(fixture.verdict(1) == .lost(acknowledged: 1, instead: .zeros))
  }

  @Test func anotherRunsBlockInPlaceOfAWriteIsALoss() {
    fixture.record(1, of: 1)
    fixture.place(fixture.content(1, 1, seed: 77), at: 1)
    #expect(fixture.verdict(1) == .lost(acknowledged: 1, instead: .foreign(seed: 77)))
    // Also when it is damaged itself, as long as a sector is known.
    fixture.place([UInt8](repeating: 0, count: 4_096), at: 1, 2_048..<4_096)
    #expect(fixture.verdict(1) == .lost(acknowledged: 1, instead: .foreign(seed: 77)))
  }

  // MARK: Torn

  @Test(arguments: Array(stride(from: 512, to: 4_096, by: 512)))
  func aWriteTornAtASectorIsToldFromADamagedOne(cut: Int) {
    fixture.write(4, of: 1)
    fixture.record(5, of: 1)
    // The beginning arrived.
    fixture.place(fixture.content(1, 5), at: 1, 0..<cut)
    #expect(fixture.verdict(1) == .torn(Self.tear(5, .earlier(generation: 4), cut, cut / 512)))
    // The end arrived, so the old header stands before it.
    fixture.place(fixture.content(1, 4), at: 1)
    fixture.place(fixture.content(1, 5), at: 1, cut..<4_096)
    #expect(fixture.verdict(1) == .torn(Self.tear(5, .earlier(generation: 4), cut, 8 - cut / 512)))
  }

  @Test(arguments: Array(stride(from: 512, to: 4_096, by: 512)))
  func aWriteTornInFlightIsNoBrokenPromise(cut: Int) {
    fixture.write(4, of: 1)
    fixture.record(5, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 5), at: 1, 0..<cut)
    let verdict = fixture.verdict(1)
    #expect(verdict == .interrupted(Self.tear(5, .earlier(generation: 4), cut, cut / 512)))
    #expect(!verdict.kind.isFailure)
  }

  @Test func aFirstWriteTornIsJudgedByWhetherItWasAcknowledged() {
    fixture.record(1, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 1), at: 1, 1_024..<2_048)
    #expect(fixture.verdict(1) == .interrupted(Self.tear(1, .zeros, 1_024, 2)))
    fixture.record(1, of: 1)
    #expect(fixture.verdict(1) == .torn(Self.tear(1, .zeros, 1_024, 2)))
  }

  @Test func aFirstWriteInFlightMayTearWhatWasThereBefore() {
    fixture.place([UInt8](repeating: 0xab, count: 4_096), at: 1)
    fixture.record(1, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 1), at: 1, 0..<512)
    #expect(fixture.verdict(1) == .interrupted(Self.tear(1, .otherData, 512, 1)))
    fixture.place(fixture.content(1, 3, seed: 77), at: 1)
    fixture.place(fixture.content(1, 1), at: 1, 512..<4_096)
    #expect(fixture.verdict(1) == .interrupted(Self.tear(1, .foreign(seed: 77), 512, 7)))
  }

  /// Write 5 was acknowledged, so sectors of write 4 are a loss, whatever write 6 did to the others.
  @Test func aWriteInFlightDoesNotExcuseAnOlderLoss() {
    fixture.write(4, of: 1)
    fixture.record(5, of: 1)
    fixture.record(6, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 6), at: 1, 0..<2_048)
    #expect(fixture.verdict(1) == .torn(Self.tear(6, .earlier(generation: 4), 2_048, 4)))
  }

  // MARK: Corrupt

  /// In the magic, each number of the header, the checksum, and the body's first, middle and last byte.
  @Test(arguments: [0, 7, 8, 15, 16, 23, 24, 31, 32, 39, 40, 511, 512, 2_000, 4_095])
  func aFlippedByteIsFoundWhereItIs(byte: Int) {
    fixture.write(5, of: 1)
    fixture.target[fixture.offset(1) + byte] ^= 0x10
    let damage = BlockVerdict.Damage(generation: 5, firstWrongByte: byte, wrongBytes: 1)
    #expect(fixture.verdict(1) == .corrupt(damage))
  }

  @Test func aFlippedByteInAWriteInFlightIsComparedWithThatWrite() {
    fixture.write(5, of: 1)
    fixture.record(6, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 6), at: 1)
    fixture.target[fixture.offset(1) + 600] ^= 1
    #expect(
      fixture.verdict(1) == .corrupt(BlockVerdict.Damage(generation: 6, firstWrongByte: 600, wrongBytes: 1)))
  }

  @Test func aFlippedByteInAFirstWriteInFlightIsNoOtherData() {
    fixture.record(1, of: 1, inFlight: true)
    fixture.place(fixture.content(1, 1), at: 1)
    fixture.target[fixture.offset(1) + 600] ^= 1
    #expect(
      fixture.verdict(1) == .corrupt(BlockVerdict.Damage(generation: 1, firstWrongByte: 600, wrongBytes: 1)))
  }

  @Test func wrongBytesInEverySectorAreCounted() {
    fixture.write(5, of: 1)
    for sector in 0..<8 { fixture.target[fixture.offset(1) + sector * 512 + 100 + sector] ^= 1 }
    #expect(
      fixture.verdict(1) == .corrupt(BlockVerdict.Damage(generation: 5, firstWrongByte: 100, wrongBytes: 8)))
  }

  @Test func anOverwrittenSectorIsCorruptAndNotTorn() throws {
    fixture.write(5, of: 1)
    fixture.place([UInt8](repeating: 0xff, count: 4_096), at: 1, 1_024..<1_536)
    guard case .corrupt(let damage) = fixture.verdict(1) else {
      Issue.record("\(fixture.verdict(1))")
      return
    }
    #expect(damage.generation == 5)
    #expect((1_024..<1_030).contains(damage.firstWrongByte))
    #expect((490...512).contains(damage.wrongBytes))
  }

  @Test func garbageInPlaceOfAWriteIsCorrupt() {
    fixture.record(5, of: 1)
    fixture.place([UInt8](repeating: 0xff, count: 4_096), at: 1)
    #expect(fixture.verdict(1).kind == .corrupt)
  }

  // MARK: Misdirected and newer

  @Test func swappedBlocksAreBothMisdirected() {
    fixture.place(fixture.content(1, 5), at: 0)
    fixture.place(fixture.content(0, 6), at: 1)
    fixture.record(6, of: 0)
    fixture.record(5, of: 1)
    let (first, second) = (UInt64(fixture.offset(0)), UInt64(fixture.offset(1)))
    #expect(fixture.verdict(0) == .misdirected(from: second, generation: 5, isWhole: true))
    #expect(fixture.verdict(1) == .misdirected(from: first, generation: 6, isWhole: true))
  }

  @Test func aMisdirectedWriteIsNoneOfOursEvenWhereNothingWasWritten() {
    fixture.place(fixture.content(1, 5), at: 2)
    #expect(fixture.verdict(2).kind == .misdirected)
    #expect(fixture.verdict(2).kind.isFailure)
  }

  @Test func aPartOfAMisdirectedWriteIsSeen() {
    fixture.write(3, of: 0)
    fixture.place(fixture.content(1, 5), at: 0, 0..<1_024)
    let from = UInt64(fixture.offset(1))
    #expect(fixture.verdict(0) == .misdirected(from: from, generation: 5, isWhole: false))
  }

  @Test func aWriteThatTheJournalDoesNotKnowIsNewer() {
    fixture.write(5, of: 1)
    fixture.place(fixture.content(1, 9), at: 1)
    #expect(fixture.verdict(1) == .newer(generation: 9, issued: 5))
    fixture.place(fixture.content(1, 10), at: 1, 2_048..<4_096)
    #expect(fixture.verdict(1) == .interrupted(Self.tear(10, .earlier(generation: 9), 2_048, 4)))
  }

  /// A power cut may keep one page of the journal and lose the other.
  @Test func theTwoArraysMayBeOfDifferentTimes() {
    fixture.write(5, of: 1)
    fixture.journal.generations.issue(3, of: 1)
    #expect(fixture.verdict(1) == .good(generation: 5))
    fixture.journal.generations.issue(8, of: 1)
    fixture.place(fixture.content(1, 7), at: 1)
    #expect(fixture.verdict(1) == .good(generation: 7))
  }

  private static func tear(
    _ generation: UInt64, _ rest: BlockVerdict.Remains, _ changesAt: Int, _ sectors: Int
  ) -> BlockVerdict.Tear {
    BlockVerdict.Tear(
      generation: generation, rest: rest, changesAt: changesAt, sectors: sectors, sectorsOfBlock: 8)
  }
}
