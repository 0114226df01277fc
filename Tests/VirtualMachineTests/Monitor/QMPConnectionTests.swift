import Platform
import Testing

@testable import VirtualMachine

/// The client against recorded lines, which stand ready before it asks.
@Suite struct QMPConnectionTests {
  private static let stopEvent = #"{"timestamp": {"seconds": 5, "microseconds": 6}, "event": "STOP"}"#
  private static let resumeEvent = #"{"timestamp": {"seconds": 5, "microseconds": 9}, "event": "RESUME"}"#

  /// Talks to a QEMU that has said `lines` and stays there.
  private static func talk(_ lines: [String], _ body: (QMPConnection, UnixSocket) throws -> Void) throws {
    let (near, far) = try UnixSocket.pair()
    try far.write(lines.map { $0 + "\r\n" }.joined().utf8, until: .after(.seconds(60)))
    try body(QMPConnection(near, of: nil), far)
    // An end that is let go of is closed, and then it is another test.
    withExtendedLifetime(far) {}
  }

  @Test func negotiationGivesTheVersionAndSendsOneCommand() throws {
    try Self.talk([RecordedLines.greeting, #"{"return": {}, "id": 1}"#]) { client, qemu in
      #expect(try client.negotiate().description == "7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)")
      var buffer = [UInt8](repeating: 0, count: 1000)
      let count = try qemu.read(into: &buffer, until: .after(.seconds(60)))
      #expect(
        String(decoding: buffer[..<count], as: UTF8.self)
          == #"{"arguments":{},"execute":"qmp_capabilities","id":1}"# + "\n")
    }
  }

  @Test func eventsInBetweenAreKeptInOrder() throws {
    try Self.talk([
      Self.stopEvent, #"{"return": {"status": "paused", "singlestep": false, "running": false}, "id": 1}"#,
      Self.resumeEvent, Self.stopEvent,
    ]) { client, _ in
      #expect(try client.queryStatus() == RunState(status: "paused", running: false))
      let resume = try client.event(named: "RESUME", within: .seconds(60))
      #expect(resume.microseconds == 5_000_009)
      #expect(resume.arrival > 0)
      #expect(try client.takeEvents().map(\.name) == ["STOP", "STOP"])
      #expect(try client.takeEvents().isEmpty)
    }
  }

  @Test func anEventIsTakenByItsCondition() throws {
    func line(_ status: String) -> String {
      #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "MIGRATION", "data": {"status": "\#(status)"}}"#
    }
    try Self.talk([line("setup"), line("active"), line("completed")]) { client, _ in
      let event = try client.event(named: "MIGRATION", within: .seconds(60)) { event throws(MonitorError) in
        try event.migrationStatus.isFinal
      }
      #expect(try event.migrationStatus == .completed)
      #expect(try client.takeEvents().map { try $0.migrationStatus } == [.setup, .active])
    }
  }

  @Test func aRefusalIsATypedError() throws {
    try Self.talk([
      #"{"id": 1, "error": {"class": "CommandNotFound", "desc": "The command nope has not been found"}}"#
    ]) { client, _ in
      let error = #expect(throws: MonitorError.self) { try client.execute("nope") }
      #expect(
        error
          == .refused(
            command: "nope", errorClass: "CommandNotFound", reason: "The command nope has not been found"))
      #expect(
        error?.description == "QEMU refused nope: The command nope has not been found (CommandNotFound)")
    }
  }

  @Test func aLateAnswerIsNotTheNextOnes() throws {
    try Self.talk([]) { client, qemu in
      let error = #expect(throws: MonitorError.self) { try client.execute("stop", within: .milliseconds(5)) }
      #expect(error == .timeLimit(awaited: "answer to stop", limit: .milliseconds(5)))
      try qemu.write(
        "{\"return\": {}, \"id\": 1}\n{\"return\": {\"status\": \"x\", \"running\": true}, \"id\": 2}\n".utf8,
        until: .after(.seconds(60)))
      #expect(try client.queryStatus().status == "x")
    }
  }

  @Test(arguments: [
    "hello", #"{"return": {"status": 3}, "id": 1}"#, #"{"return": [], "id": 1}"#, RecordedLines.greeting,
  ])
  func whatIsNoAnswerIsNonsense(_ line: String) throws {
    try Self.talk([line]) { client, _ in
      let error = #expect(throws: MonitorError.self) { try client.queryStatus() }
      guard case .nonsense("answer to query-status", _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func anythingBeforeTheGreetingIsNonsense() throws {
    try Self.talk([Self.stopEvent]) { client, _ in
      let error = #expect(throws: MonitorError.self) { try client.negotiate() }
      guard case .nonsense("greeting", _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func aLineWithoutEndIsNonsense() throws {
    let (near, far) = try UnixSocket.pair()
    let writer = try Thread {
      // Fails when the client has gone.
      try? far.write([UInt8](repeating: 0x20, count: 2 << 20), until: .after(.seconds(60)))
    }
    var client: QMPConnection? = QMPConnection(near, of: nil)
    let error = #expect(throws: MonitorError.self) { try client?.queryStatus() }
    #expect(error?.description.contains("a line of more than 1048576 bytes") == true)
    client = nil
    near.shutDown()
    writer.join()
  }

  @Test(arguments: ["", "{\"return\": {"]) func theEndIsAnErrorOfItsOwn(_ said: String) throws {
    try Self.talk([]) { client, qemu in
      try qemu.write(said.utf8, until: .after(.seconds(60)))
      qemu.shutDown()
      let error = #expect(throws: MonitorError.self) { try client.event(named: "STOP", within: .seconds(60)) }
      #expect(error == .ended(awaited: "event STOP", end: nil, lastLines: []))
      #expect(throws: MonitorError.self) { try client.stop() }
      #expect(
        error?.description == "QEMU closed its monitor before it gave the event STOP; it said nothing")
    }
  }
}
