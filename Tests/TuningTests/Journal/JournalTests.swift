import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct ChecksumTests {
  /// The check value that catalogues of CRCs give for CRC-32/ISO-HDLC.
  @Test func theCheckValueIsThePublishedOne() {
    #expect(Checksum.text("123456789".utf8) == "cbf43926")
    #expect(Checksum.text([UInt8]()) == "00000000")
  }
}

@Suite struct JournalTests {
  private static func change(_ name: String) throws -> RecordedChange {
    RecordedChange(
      key: try SettingKey("sysctl/vm.\(name)"), type: .integer, old: "60", new: "10", coupled: [],
      device: nil,
      survivesReboot: false)
  }

  private static let begin = JournalRecord.Begin(
    profile: "test", path: "/p.yaml", hash: "00", boot: "b", started: "2026-11-25T20:00:00Z", user: 0,
    changes: 2, confirmBy: nil)

  /// A journal of two changes that were applied, and taken back.
  private static func records() throws -> [JournalRecord] {
    [
      .begin(begin), .intent(try change("swappiness")), .intent(try change("stat_interval")), .done(0),
      .done(1),
      .applied, .reverting, .settled(1, .restored), .settled(0, .gone),
    ]
  }

  @Test func everyRecordComesBackAsItWas() throws {
    for record in try Self.records() + [.confirmed, .rebased(0, try Self.change("a"))] {
      let line = try record.line()
      #expect(line.last == UInt8(ascii: "\n"))
      #expect(try JournalRecord(line: line.dropLast()) == record)
    }
  }

  @Test func aChangedByteIsSeen() throws {
    let line = Array(try JournalRecord.intent(Self.change("swappiness")).line().dropLast())
    for index in line.indices {
      var damaged = line
      damaged[index] ^= 0x20
      #expect(throws: JournalRecord.Damage.self) { try JournalRecord(line: damaged) }
    }
  }

  /// A journal cut anywhere, as a kill or a power cut leaves it, is understood, and knows how far it was.
  @Test func aJournalMayEndAnywhere() throws {
    let records = try Self.records()
    let bytes = try records.flatMap { try $0.line() }
    var seen: [JournalState.Phase] = []
    for length in 0...bytes.count {
      guard let state = try JournalState(Array(bytes.prefix(length)), name: "j") else {
        #expect(seen.isEmpty)
        continue
      }
      if seen.last != state.phase { seen.append(state.phase) }
    }
    #expect(seen == [.preparing, .applying, .applied, .reverting])
    let whole = try #require(try JournalState(bytes, name: "j"))
    #expect(whole.changes.allSatisfy { !$0.isOpen } && whole.interrupted == nil)
  }

  @Test func damageInTheMiddleIsRefusedWithItsLine() throws {
    let lines = try Self.records().map { try $0.line() }
    for number in lines.indices {
      var damaged = lines
      damaged[number][12] ^= 1
      #expect {
        try JournalState(Array(damaged.joined()), name: "/state/j")
      } throws: {
        "\($0)" == "/state/j:\(number + 1): the checksum does not fit"
      }
    }
  }

  @Test(arguments: [
    ([JournalRecord.done(0)], "no change 0 to be done"), ([.applied], "applied, but not all is done"),
    ([.confirmed], "confirmed, but not applied"), ([.settled(0, .gone)], "no change 0 to settle"),
    ([.begin(begin)], "a second beginning"),
  ])
  func whatCannotFollowIsRefused(records: [JournalRecord], reason: String) throws {
    let bytes = try ([.begin(Self.begin)] + records).flatMap { try $0.line() }
    if records == [.done(0)] {
      // Without intents nothing can be done.
      #expect(throws: JournalState.Refusal.self) { try JournalState(bytes, name: "j") }
    }
    #expect {
      try JournalState(bytes, name: "j")
    } throws: {
      "\($0)" == "j:2: \(reason)"
    }
  }

  @Test func theInterruptedChangeIsTheFirstThatIsNotDone() throws {
    let records = try Self.records()
    func state(_ count: Int) throws -> JournalState? {
      try JournalState(try records.prefix(count).flatMap { try $0.line() }, name: "j")
    }
    #expect(try state(3)?.interrupted == 0)
    #expect(try state(4)?.interrupted == 1)
    #expect(try state(5)?.interrupted == nil)
    // Taking back does not make it forget: records 0…3, then taking back.
    let cut = try (Array(records.prefix(4)) + [.reverting]).flatMap { try $0.line() }
    #expect(try JournalState(cut, name: "j")?.interrupted == 1)
  }

  @Test func aPartOfALineIsCutBeforeMoreIsAdded() throws {
    let tree = try TemporaryTree()
    let path = "\(tree.path)/000001.journal"
    _ = try Journal.create(path, number: 1, Self.begin, [try Self.change("a"), try Self.change("b")])
    let file = try AppendedFile(path)
    try file.append(Array(try JournalRecord.done(0).line().dropLast(5)))
    let journal = try #require(try Journal.open(path, number: 1))
    #expect(journal.state.changes.allSatisfy { !$0.isDone })
    try journal.add(.done(0))
    try journal.add(.done(1))
    try journal.add(.applied)
    #expect(try Journal.open(path, number: 1)?.state.phase == .applied)
    #expect(throws: JournalState.Refusal.self) { try journal.add(.done(0)) }
  }
}
