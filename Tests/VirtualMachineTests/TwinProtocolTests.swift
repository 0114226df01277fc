import Platform
import TestSupport
import Testing

@testable import VirtualMachine

/// Twins whose QEMU is a shell script: how the host's side behaves, without a guest.
@Suite(.enabled(if: Program.find("setpriv") != nil, "setpriv is not installed"))
struct TwinProtocolTests {
  /// Answers every request with its script's output, as the guest does.
  private static let guest = """
    echo $$ > "$0.pid"
    echo "booting" >&2
    echo "= ready 1.5"
    while read -r id script; do
      output=$(printf %s "$script" | base64 -d | sh 2>/dev/null); code=$?
      printf '= %s %s %s 2\\n%sno' "$id" "$code" "${#output}" "$output"
    done
    """

  private static func run<Value: Sendable>(
    _ script: String, bootWithin limit: Duration = .seconds(30),
    _ body: @escaping @Sendable (Twin) async throws -> Value
  ) async throws -> Value {
    let tree = try TemporaryTree()
    do {
      let value = try await Twin.withRunning(
        arguments: ["-c", script, "\(tree.path)/qemu"], on: try QEMU(path: "/bin/sh"), bootWithin: limit, body
      )
      #expect(isGone(tree))
      return value
    } catch {
      #expect(isGone(tree))
      throw error
    }
  }

  private static func isGone(_ tree: TemporaryTree) -> Bool {
    guard let number = Files.fact("\(tree.path)/qemu.pid") else { return true }
    return !Files.exists("/proc/\(number)")
  }

  @Test func commandsRunAndAnswer() async throws {
    try await Self.run(Self.guest) { twin in
      #expect(twin.guestUptime == 1.5)
      let result = try await twin.run("printf hello; exit 3")
      #expect(result.code == 3)
      #expect(result.output == "hello")
      #expect(result.errors == "no")
      #expect(try await twin.check("echo ' x '") == "x")
      let error = await #expect(throws: TwinError.self) { try await twin.check("exit 1") }
      #expect(error?.kind == .command)
      #expect(await twin.console == "booting\n")
    }
  }

  @Test func aWaitThatIsOverDoesNotShiftLaterAnswers() async throws {
    try await Self.run(Self.guest) { twin in
      let tree = try TemporaryTree()
      let gate = "\(tree.path)/gate"
      let error = await #expect(throws: TwinError.self) {
        try await twin.run("until [ -e \(gate) ]; do sleep 0.02; done; echo late", within: .milliseconds(100))
      }
      #expect(error?.kind == .timeLimit)
      try tree.write("gate", "")
      #expect(try await twin.check("echo second") == "second")
    }
  }

  @Test func aBootThatFailsSaysWhatWasSaidLast() async throws {
    let error = await #expect(throws: TwinError.self) {
      try await Self.run("echo 'no such machine' >&2; exit 1") { _ in }
    }
    #expect(error?.kind == .boot)
    #expect(
      error?.description
        == "the twin did not come up: QEMU ended; QEMU and the guest's console said last:\n  no such machine")
  }

  @Test func aBootThatHangsIsEnded() async throws {
    let error = await #expect(throws: TwinError.self) {
      try await Self.run("echo $$ > \"$0.pid\"; exec sleep 600", bootWithin: .milliseconds(300)) { _ in }
    }
    #expect(error?.kind == .late)
    #expect(error?.description.contains("within 0.3 seconds") == true)
  }

  @Test func aBootThatHangsOnceIsMadeOnceMore() async throws {
    let tree = try TemporaryTree()
    let hangsOnce = "mkdir \(tree.path)/hung 2>/dev/null && exec sleep 600\n"
    let uptime = try await Self.run(hangsOnce + Self.guest, bootWithin: .seconds(10)) { $0.guestUptime }
    #expect(uptime == 1.5)
    #expect(Files.exists("\(tree.path)/hung"))
  }

  @Test func aPortThatTalksNonsenseIsLost() async throws {
    let error = await #expect(throws: TwinError.self) {
      try await Self.run("echo '= ready 1'; read x; echo nonsense; exec sleep 600") { twin in
        _ = try await twin.run("true")
      }
    }
    #expect(error?.kind == .powerLost)
    #expect(error?.description.contains("'nonsense', which is no answer") == true)
  }

  @Test func nothingAnswersWithoutPower() async throws {
    try await Self.run(Self.guest) { twin in
      let running = Task { try await twin.run("sleep 600") }
      await twin.cutPower()
      let first = await #expect(throws: TwinError.self) { try await running.value }
      #expect(first?.kind == .powerLost)
      let second = await #expect(throws: TwinError.self) { try await twin.run("true") }
      #expect(second?.description == "the twin is gone: its power was cut")
    }
  }

  @Test func aFailureOfTheBodyEndsTheTwin() async throws {
    struct Mine: Error {}
    await #expect(throws: Mine.self) { try await Self.run(Self.guest) { _ in throw Mine() } }
  }

  @Test func aTaskThatIsCancelledEndsTheTwin() async throws {
    let (isUp, tellUp) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await Self.run(Self.guest) { twin in
        tellUp.yield()
        _ = try await twin.run("sleep 600", within: .seconds(600))
      }
    }
    for await _ in isUp { break }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
  }

  @Test func tooLongAScriptIsRefused() async throws {
    try await Self.run(Self.guest) { twin in
      let error = await #expect(throws: TwinError.self) {
        try await twin.run(String(repeating: "#", count: Twin.scriptLimit + 1))
      }
      #expect(error?.kind == .badRequest)
    }
  }

  @Test func aQEMUThatIsNotThereIsNamed() {
    let error = #expect(throws: TwinError.self) { try QEMU(path: "/nowhere/qemu") }
    #expect(error?.description.hasPrefix("/nowhere/qemu does not exist") == true)
  }
}
