import Testing

@testable import Fleet

@Suite struct FleetEventTests {
  @Test("an event is read with all that it has")
  func whole() throws {
    let line = #"""
      {"event": "failed", "time": 1.5, "step": "measure", "task": "The suite", "host": "n1", "message": "non-zero return code", "code": 75, "errors": ["a", "b"], "output": ["assay: still running there: x"], "changed": true}
      """#
    let event = try #require(try FleetEvent.decode(line))
    #expect(event.kind == .failed)
    #expect(event.host == "n1")
    #expect(event.code == 75)
    #expect(event.errors == ["a", "b"])
    #expect(FailureReason.text(of: event) == "still running there: x")
  }

  @Test("an event of a later version is passed over; what is none is refused")
  func odd() throws {
    #expect(try FleetEvent.decode(#"{"event": "dance", "time": 1}"#) == nil)
    #expect(throws: FleetFailure.self) { try FleetEvent.decode("PLAY [all]") }
    #expect(throws: FleetFailure.self) { try FleetEvent.decode(#"{"time": 1}"#) }
  }

  @Test(
    "each failure has a reason of one line",
    arguments: [
      ("[Errno 28] No space left on device: b'/x'", nil, "disk full: "),
      ("Permission denied: '/x'", nil, "no permission: "),
      ("Missing sudo password", nil, "no permission: "),
      (
        "The raw action failed to execute in the expected time frame (90) and was terminated", nil,
        "time limit: "
      ),
      ("The module failed: /usr/bin/python3: not found", 127, "tool missing: "),
      ("non-zero return code", 3, "The task ended with code 3: non-zero return code"),
      ("assay: kernel 4.19 is older than 5.10", nil, "kernel 4.19 is older than 5.10"),
    ] as [(String, Int?, String)])
  func reasons(message: String, code: Int?, start: String) {
    let event = FleetEvent(
      kind: .failed, time: 0, host: "n1", step: "install", task: "The task", message: message, code: code,
      errors: [],
      output: [], item: nil)
    let reason = FailureReason.text(of: event)
    #expect(reason.hasPrefix(start), "\(reason)")
    #expect(!reason.contains("\n"))
  }
}
