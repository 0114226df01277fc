import Testing

@testable import VirtualMachine

/// Lines as QEMU 7.2 said them.
@Suite struct QMPMessageTests {
  private static func message(_ text: String) throws -> QMPMessage {
    try QMPMessage(Array(text.utf8), arrival: 7)
  }

  @Test func theGreetingHasTheVersion() throws {
    let text = RecordedLines.greeting
    let version = QEMUVersion(7, 2, 22, package: "Debian 1:7.2+dfsg-7+deb12u18")
    #expect(try Self.message(text) == .greeting(version))
    #expect(
      try Self.message(#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}}}}"#)
        == .greeting(QEMUVersion(10, 0, 2)))
  }

  @Test func anEventHasBothTimes() throws {
    let text = #"{"timestamp": {"seconds": 1795651577, "microseconds": 718788}, "event": "RESUME"}"#
    guard case .event(let event) = try Self.message(text) else {
      Issue.record("no event")
      return
    }
    #expect(event.name == "RESUME")
    #expect(event.microseconds == 1_795_651_577_718_788)
    #expect(event.arrival == 7)
    #expect(throws: MonitorError.self) { try event.migrationStatus }
  }

  @Test func aMigrationEventHasItsState() throws {
    let start = #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "#
    guard
      case .event(let event) = try Self.message(start + #""MIGRATION", "data": {"status": "completed"}}"#),
      case .event(let pass) = try Self.message(start + #""MIGRATION_PASS", "data": {"pass": 3}}"#)
    else {
      Issue.record("no event")
      return
    }
    #expect(try event.migrationStatus == .completed)
    #expect(try event.migrationStatus.isFinal)
    #expect(try pass.migrationPass == 3)
  }

  @Test func answersAndRefusalsHaveTheirNumbers() throws {
    let value = #"{"return": {}, "id": 12}"#
    #expect(try Self.message(value) == .value(id: 12, line: Array(value.utf8)))
    #expect(
      try Self.message(#"{"id": 4, "error": {"class": "CommandNotFound", "desc": "nope is not there"}}"#)
        == .refusal(id: 4, errorClass: "CommandNotFound", reason: "nope is not there"))
    #expect(
      try Self.message(#"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#)
        == .refusal(id: nil, errorClass: "GenericError", reason: "JSON parse error"))
  }

  @Test(arguments: [
    "hello", "{", "[]", "{}", "null", "17", #"{"id": 3}"#, #"{"event": "STOP"}"#, #"{"QMP": {}}"#,
    #"{"event": "STOP", "timestamp": {"seconds": "now", "microseconds": 1}}"#,
    #"{"error": {"class": "GenericError"}}"#, #"{"return": {}, "id": "three"}"#, "\u{fffd}\u{0}",
    String(repeating: "[", count: 5000),
  ])
  func anythingElseIsNonsense(_ text: String) {
    #expect(throws: QMPMessage.Nonsense.self) { try Self.message(text) }
  }

  @Test func whatIsLongIsQuotedShort() {
    let error = QMPMessage.Nonsense([UInt8](repeating: 0x78, count: 5000))
    #expect(error.detail == String(repeating: "x", count: 200) + "… (5000 bytes)")
  }
}

/// What QEMU says, for more than one suite.
enum RecordedLines {
  static let greeting =
    #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "#
    + #""package": "Debian 1:7.2+dfsg-7+deb12u18"}, "capabilities": ["oob"]}}"#
}
