import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  private static func shell(_ script: String, inheriting descriptors: [InheritedDescriptor] = [])
    throws(SystemError) -> ChildProcess
  {
    try ChildProcess("/bin/sh", ["-c", script], inheriting: descriptors)
  }

  /// Long enough for a machine that is busy; what is waited for comes at once.
  private static var soon: Deadline { .after(.seconds(60)) }

  @Test func itsEndIsKnown() throws {
    let child = try Self.shell("exit 3")
    #expect(child.wait(until: Self.soon) == .exited(3))
    #expect(child.ended == .exited(3))
    #expect(child.kill() == .exited(3))
    #expect(try Self.shell("kill -TERM $$").wait(until: Self.soon) == .killed(signal: 15))
  }

  @Test func whatRunsOnIsNilUntilItIsKilled() throws {
    let child = try Self.shell("exec cat /dev/zero >/dev/null")
    #expect(child.ended == nil)
    #expect(child.wait(until: .after(.milliseconds(10))) == nil)
    #expect(child.kill() == .killed(signal: 9))
    #expect(child.kill() == .killed(signal: 9))
  }

  @Test func lettingGoOfItKillsAndReapsIt() throws {
    var child: ChildProcess? = try Self.shell("exec cat /dev/zero >/dev/null")
    let entry = "/proc/\(try #require(child).identifier)"
    #expect(Files.exists(entry))
    child = nil
    #expect(!Files.exists(entry))
  }

  @Test(arguments: [
    ("/no/such/program", "no such file"), ("/etc/passwd", "permission denied"), ("/", "permission denied"),
  ])
  func whatCannotRunIsAnErrorAndClosesWhatWasForIt(path: String, cause: String) throws {
    let pair = try SocketPair()
    let error = #expect(throws: SystemError.self) { try ChildProcess(path, [], inheriting: [pair.far]) }
    #expect(error?.description.hasPrefix("cannot start \(path): ") == true)
    #expect(error?.cause.contains(cause) == true)
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try pair.near.read(into: &buffer, until: Self.soon) == 0)
  }

  @Test func lastLinesAreTheLastOfBothOutputs() throws {
    let child = try Self.shell("echo first; echo; echo out; echo err >&2; exit 1")
    _ = child.wait(until: Self.soon)
    #expect(child.lastLines(2) == ["out", "err"])
    let loud = try Self.shell("seq 1 100000")
    _ = loud.wait(until: Self.soon)
    #expect(loud.lastLines(2) == ["99999", "100000"])
    let silent = try Self.shell("exit 1")
    _ = silent.wait(until: Self.soon)
    #expect(silent.lastLines().isEmpty)
  }

  @Test func inheritedDescriptorsStandInOrderAndNothingElseIsOpen() throws {
    let first = try SocketPair()
    let second = try SocketPair()
    let child = try Self.shell(
      "printf one >&3; printf two >&4; ls /proc/$$/fd; exit 0", inheriting: [first.far, second.far])
    #expect(try Self.all(of: first.near) == "one")
    #expect(try Self.all(of: second.near) == "two")
    #expect(child.wait(until: Self.soon) == .exited(0))
    #expect(child.lastLines() == ["0", "1", "2", "3", "4"])
  }

  @Test func aDescriptorIsGivenOnce() throws {
    let pair = try SocketPair()
    _ = try Self.shell("exit 0", inheriting: [pair.far])
    let error = #expect(throws: SystemError.self) { try Self.shell("exit 0", inheriting: [pair.far]) }
    #expect(error?.description.contains("given before") == true)
  }

  @Test func tooManyDescriptorsAreRefused() throws {
    let pairs = try (0..<30).map { _ in try SocketPair() }
    #expect(throws: SystemError.self) { try Self.shell("exit 0", inheriting: pairs.map(\.far)) }
    let fitting = try (0..<29).map { _ in try SocketPair() }
    #expect(try Self.shell("exit 7", inheriting: fitting.map(\.far)).wait(until: Self.soon) == .exited(7))
  }

  @Test func noSignalIsBlockedOrCaughtAndAClosedPipeIsOne() throws {
    let child = try Self.shell("exec cat /proc/self/status")
    _ = child.wait(until: Self.soon)
    let lines = child.lastLines(100)
    for mask in ["SigBlk", "SigCgt"] {
      #expect(lines.contains("\(mask):\t0000000000000000"))
    }
    let ignored = lines.first { $0.hasPrefix("SigIgn:") }?.split(separator: "\t").last
    let mask = try #require(ignored.flatMap { UInt64($0, radix: 16) })
    #expect(mask & (1 << 12) == 0)
  }

  @Test func itEndsWithTheThreadThatStartedIt() throws {
    let child = try OwnThread.run { try Self.shell("exec cat /dev/zero >/dev/null") }
    #expect(child.wait(until: Self.soon) == .killed(signal: 9))
  }

  @Test func manyAtOnceLeaveNothing() throws {
    let numbers = Mutex<[Int]>([])
    try OwnThread.run(times: 8) { _ in
      for _ in 0..<20 {
        guard let child = try? Self.shell("exec cat /dev/zero >/dev/null") else { continue }
        numbers.withLock { $0.append(child.identifier) }
        child.send(signal: 15)
        _ = child.wait(until: Self.soon)
      }
    }
    let started = numbers.withLock { $0 }
    #expect(started.count == 160)
    // A number may have become somebody else's; not a child of ours that waits to be reaped.
    let zombies = started.filter { (try? Files.text("/proc/\($0)/stat"))?.contains(" Z ") == true }
    #expect(zombies.isEmpty)
  }

  private static func all(of socket: UnixSocket) throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64)
    while case let count = try socket.read(into: &buffer, until: soon), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
