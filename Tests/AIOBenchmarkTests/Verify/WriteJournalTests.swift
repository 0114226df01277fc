import Experiment
import Glibc
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite struct WriteJournalTests {
  private static let shape = JournalShape(
    blockBytes: 131_072, firstByte: 1 << 30, blockCount: 3_000, seed: .max - 1, policy: "fdatasync",
    boot: VerifyFixture.boot)

  private let tree: TemporaryTree
  private let target: String
  private var path: String { "\(target).assay-journal" }

  init() throws {
    tree = try TemporaryTree()
    target = "\(tree.path)/target"
  }

  @Test func whatWasRecordedIsThereWhenItIsOpenedAgain() throws {
    do {
      let journal = try WriteJournal.create(beside: target, Self.shape)
      #expect(journal.path == path)
      journal.generations.issue(8, of: 2_999)
      journal.generations.acknowledge(7, of: 2_999)
      journal.generations.issue(1, of: 0)
      try journal.flush()
    }
    for purpose in [WriteJournal.Purpose.reading, .writing] {
      let journal = try WriteJournal.open(beside: target, for: purpose)
      #expect(journal.shape == Self.shape)
      #expect(journal.generations.seed == Self.shape.seed)
      #expect(journal.generations.issued(2_999) == 8)
      #expect(journal.generations.acknowledged(2_999) == 7)
      #expect(journal.generations.issued(0) == 1)
      #expect(journal.generations.acknowledged(0) == 0)
    }
  }

  @Test func writingGoesOnAfterReopening() throws {
    do { _ = try WriteJournal.create(beside: target, Self.shape) }
    do { try WriteJournal.open(beside: target, for: .writing).generations.issue(1, of: 5) }
    #expect(try WriteJournal.open(beside: target, for: .reading).generations.issued(5) == 1)
  }

  @Test func itIsRemoved() throws {
    try WriteJournal.create(beside: target, Self.shape).remove()
    #expect(try Files.names(in: tree.path) == [])
  }

  // MARK: Refusals

  private func refusal(_ purpose: WriteJournal.Purpose = .reading) -> String? {
    #expect(throws: PlanRefused.self) { _ = try WriteJournal.open(beside: target, for: purpose) }?.description
  }

  /// Makes a journal, lets it go, and changes its bytes.
  private func made(_ change: (inout [UInt8]) -> Void) throws {
    do { _ = try WriteJournal.create(beside: target, Self.shape) }
    var bytes = try Files.bytes(path)
    change(&bytes)
    try Files.replace(path, with: bytes)
  }

  @Test func aPresentOneIsNeverReplaced() throws {
    do { try WriteJournal.create(beside: target, Self.shape).generations.issue(1, of: 5) }
    let error = #expect(throws: PlanRefused.self) {
      _ = try WriteJournal.create(beside: target, Self.shape)
    }
    #expect(
      error?.description
        == "\(path) exists: it tells what an earlier run wrote; run --verify-only to have that judged, then remove it"
    )
    #expect(try WriteJournal.open(beside: target, for: .reading).generations.issued(5) == 1)
  }

  @Test(arguments: [
    JournalShape(blockBytes: 1_000, firstByte: 0, blockCount: 1, seed: 1, policy: "none"),
    JournalShape(blockBytes: 0, firstByte: 0, blockCount: 1, seed: 1, policy: "none"),
    JournalShape(blockBytes: 512, firstByte: -512, blockCount: 1, seed: 1, policy: "none"),
    JournalShape(blockBytes: 512, firstByte: 0, blockCount: 0, seed: 1, policy: "none"),
    JournalShape(blockBytes: 512, firstByte: 0, blockCount: .max, seed: 1, policy: "none"),
    JournalShape(blockBytes: 1 << 30, firstByte: 0, blockCount: .max >> 9, seed: 1, policy: "none"),
    JournalShape(blockBytes: 512, firstByte: .max - 511, blockCount: 1, seed: 1, policy: "none"),
  ])
  func anImpossibleShapeIsRefused(shape: JournalShape) throws {
    #expect(throws: PlanRefused.self) { _ = try WriteJournal.create(beside: target, shape) }
    #expect(try Files.names(in: tree.path) == [])
  }

  @Test func aMissingOneSaysWhatToDo() {
    #expect(
      refusal()
        == "\(path) is missing: only what was written with --verify can be judged; run with --verify first")
  }

  @Test func oneInUseIsNotJudged() throws {
    let journal = try WriteJournal.create(beside: target, Self.shape)
    #expect(
      refusal() == "\(path) is in use: another run still writes; wait for it to end, or end it")
    #expect(journal.shape == Self.shape)
  }

  @Test func aForeignFileIsRefused() throws {
    try Files.replace(path, with: [UInt8](repeating: 0x20, count: 5_000))
    #expect(refusal() == "\(path) is no journal of assay: move it away and run with --verify again")
  }

  @Test(arguments: [0, 1, 4_095])
  func aFileShorterThanItsHeaderIsRefused(left: Int) throws {
    try made { $0.removeLast($0.count - left) }
    #expect(
      refusal()
        == "\(path) has \(left) bytes, not at least 4096: what was written cannot be judged; run with --verify again"
    )
  }

  @Test func aTruncatedOneIsRefused() throws {
    try made { $0.removeLast() }
    #expect(
      refusal(.writing)
        == "\(path) has 28671 bytes, not 28672: what was written cannot be judged; run with --verify again")
  }

  /// A number of the header, the policy, the boot, the page's empty rest, and the checksum.
  @Test(arguments: [16, 24, 39, 47, 48, 64, 99, 1_000, 4_088, 4_095])
  func aDamagedOneIsRefused(byte: Int) throws {
    try made { $0[byte] ^= 1 }
    #expect(
      refusal()
        == "\(path) is damaged (wrong checksum): what was written cannot be judged; run with --verify again")
  }

  /// The flush's moment is outside of it: a page that is written in the middle of a flush must not be refused.
  @Test func theLastFlushIsNotInTheChecksum() throws {
    try made { $0[4_080] ^= 0xff }
    #expect(try WriteJournal.open(beside: target, for: .reading).shape == Self.shape)
  }

  @Test func onlyWhatTheChecksumCoversMakesItDamaged() throws {
    try made { $0[4_096] ^= 1 }
    #expect(try WriteJournal.open(beside: target, for: .reading).generations.acknowledged(0) == 1)
  }

  @Test func anotherVersionIsRefused() throws {
    try made { $0[8] = 1 }
    #expect(
      refusal() == "\(path) is of version 1, this assay knows version 2: use the assay that wrote it")
  }

  /// With the right checksum, as another program might write it.
  @Test func impossibleNumbersAreRefused() throws {
    try made { bytes in
      bytes[16] = 1
      bytes.replaceSubrange(0..<4_096, with: JournalHeader.sealed(Array(bytes[..<4_096])))
    }
    #expect(refusal()?.contains("is damaged") == true)
  }

  @Test func whatIsNoFileIsRefused() throws {
    let message = "\(path) is no regular file: move it away and run with --verify again"
    try Files.createDirectory(path)
    #expect(refusal() == message)
    try Files.removeDirectory(path)
    #expect(unsafe symlink("target", path) == 0)
    #expect(refusal() == message)
    try Files.remove(path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(refusal() == message)
  }

  @Test func aFullDiskIsAnErrorAndLeavesNothing() throws {
    let path = path
    #expect(throws: SystemError(code: ENOSPC, operation: "allocate", subject: path)) {
      try SystemCall.withForcedFailures({ name, _ in name == "allocate" ? ENOSPC : nil }) {
        _ = try WriteJournal.create(beside: target, Self.shape)
      }
    }
    #expect(try Files.names(in: tree.path) == [])
  }
}
