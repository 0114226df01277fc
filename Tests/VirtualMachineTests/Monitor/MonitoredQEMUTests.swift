import Glibc
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

/// The client against a real QEMU, whose processors never run a guest.
@Suite(
  .enabled(
    if: (try? QEMU(path: ChosenQEMU.path)) != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct MonitoredQEMUTests {
  private static let empty = [
    "-no-user-config", "-nodefaults", "-display", "none", "-accel", "tcg", "-machine", "none",
  ]
  private static let stopped = [
    "-no-user-config", "-nodefaults", "-display", "none", "-accel", "tcg", "-machine", "pc", "-m", "16", "-S",
  ]

  private static func isThere(_ process: ChildProcess) -> Bool { Files.exists("/proc/\(process.identifier)") }

  private static func lastState(of qemu: MonitoredQEMU) throws -> MigrationStatus {
    try qemu.monitor.event(named: "MIGRATION", within: .seconds(60)) { event throws(MonitorError) in
      try event.migrationStatus.isFinal
    }.migrationStatus
  }

  @Test func itAnswersAndEnds() throws {
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.empty)
    #expect(qemu.version >= QEMUVersion(2))
    #expect(try qemu.monitor.queryVersion() == qemu.version)
    #expect(try qemu.monitor.queryStatus().running)
    #expect(qemu.end(within: .seconds(60)) == .exited(0))
    #expect(!Self.isThere(qemu.process))
    #expect(qemu.end() == .exited(0))
  }

  @Test func stoppingAndRunningAreEventsWithTwoTimes() throws {
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped)
    #expect(try qemu.monitor.queryStatus() == RunState(status: "prelaunch", running: false))
    let before = Clock.now()
    try qemu.monitor.cont()
    let resume = try qemu.monitor.event(named: "RESUME", within: .seconds(60))
    #expect(try qemu.monitor.queryStatus().running)
    try qemu.monitor.stop()
    let stop = try qemu.monitor.event(named: "STOP", within: .seconds(60))
    #expect(try qemu.monitor.queryStatus() == RunState(status: "paused", running: false))
    #expect(resume.microseconds <= stop.microseconds)
    #expect(before < resume.arrival && resume.arrival <= stop.arrival && stop.arrival <= Clock.now())
  }

  @Test func whatItDoesNotKnowIsATypedError() throws {
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.empty)
    let error = #expect(throws: MonitorError.self) { try qemu.monitor.execute("no-such-command") }
    guard case .refused("no-such-command", "CommandNotFound", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // And goes on.
    #expect(try qemu.monitor.queryStatus().running)
  }

  @Test func parametersAndCapabilitiesAreTakenOrRefused() throws {
    let monitor = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped)
    try monitor.monitor.setMigrationCapabilities([.events: true, .returnPath: true])
    var parameters = MigrationParameters()
    parameters.downtimeLimit = 250
    parameters.maxBandwidth = 1 << 30
    try monitor.monitor.setMigrationParameters(parameters)
    let now = try monitor.monitor.queryMigrationParameters()
    #expect(now.downtimeLimit == 250)
    #expect(now.maxBandwidth == 1 << 30)
    parameters.downtimeLimit = 3_000_000
    #expect(throws: MonitorError.self) { try monitor.monitor.setMigrationParameters(parameters) }
    #expect(try monitor.monitor.queryMigration().status == nil)
    try monitor.monitor.cancelMigration()
    #expect(try monitor.monitor.queryDirtyRate().status == .unstarted)
  }

  @Test func aStoppedMachineMigratesAndItsMemoryIsThere() throws {
    let tree = try TemporaryTree(inMemory: true)
    let address = "unix:\(tree.path)/m"
    let source = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped)
    let target = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped + ["-incoming", "defer"])
    for side in [source, target] { try side.monitor.setMigrationCapabilities([.events: true]) }
    try target.monitor.migrateIncoming(at: address)
    try source.monitor.migrate(to: address)
    for side in [source, target] {
      let last = try Self.lastState(of: side)
      #expect(last == .completed)
    }
    #expect(try source.monitor.queryMigration().status == .completed)
    // The reset vector of the BIOS, below 1 MiB: the same at both.
    try source.monitor.pmemsave(0xf_0000, size: 0x1_0000, to: "\(tree.path)/a")
    try target.monitor.pmemsave(0xf_0000, size: 0x1_0000, to: "\(tree.path)/b")
    let dump = try SourceFile("\(tree.path)/a").bytes(from: 0, count: 0x2_0000)
    #expect(dump.count == 0x1_0000)
    #expect(try dump == SourceFile("\(tree.path)/b").bytes(from: 0, count: 0x2_0000))
  }

  @Test func aMigrationToNobodyFails() throws {
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped)
    try qemu.monitor.setMigrationCapabilities([.events: true])
    // Some versions refuse at once, others start and fail.
    do { try qemu.monitor.migrate(to: "unix:/no/such/socket") } catch {
      guard case .refused = error else { throw error }
      return
    }
    let last = try Self.lastState(of: qemu)
    #expect(last == .failed)
    #expect(try qemu.monitor.queryMigration().status == .failed)
  }

  @Test func aKillInMidCommandIsTheEndWithItsLastWords() throws {
    // It warns of a feature that TCG lacks: its last words.
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.stopped + ["-cpu", "qemu64,+vmx"])
    // Stopped by the system, so that the command is under way when it is killed.
    qemu.process.send(signal: SIGSTOP)
    let hung = #expect(throws: MonitorError.self) {
      try qemu.monitor.execute("query-status", within: .milliseconds(20))
    }
    #expect(hung == .timeLimit(awaited: "answer to query-status", limit: .milliseconds(20)))
    let process = qemu.process
    let killer = try Thread { process.send(signal: SIGKILL) }
    let error = #expect(throws: MonitorError.self) { try qemu.monitor.stop() }
    killer.join()
    guard case .ended("answer to stop", .killed(signal: 9), let lines) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lines.joined().contains("vmx"))
    #expect(!Self.isThere(qemu.process))
    #expect(throws: MonitorError.self) { try qemu.monitor.cont() }
    #expect(qemu.end() == .killed(signal: 9))
  }

  @Test func oneThatHangsIsKilledAtItsEnd() throws {
    let qemu = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.empty)
    qemu.process.send(signal: SIGSTOP)
    #expect(qemu.end(within: .milliseconds(20)) == .killed(signal: 9))
    #expect(!Self.isThere(qemu.process))
  }

  @Test func lettingGoOfItLeavesNothing() throws {
    var qemu: MonitoredQEMU? = try MonitoredQEMU(QEMU(path: ChosenQEMU.path), Self.empty)
    let entry = "/proc/\(try #require(qemu).process.identifier)"
    #expect(Files.exists(entry))
    qemu = nil
    #expect(!Files.exists(entry))
  }

  @Test func argumentsItDoesNotTakeAreToldInItsWords() throws {
    let error = #expect(throws: MonitorError.self) {
      try MonitoredQEMU(QEMU(path: ChosenQEMU.path), ["-machine", "no-such-machine"])
    }
    guard case .ended("greeting", .exited(1), let lines) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lines.joined().contains("machine"))
    #expect(error?.description.contains("it said last:\n  ") == true)
  }

  @Test(arguments: ["/bin/true", "/bin/cat", "/etc/passwd"])
  func whatIsNotQEMUIsAnError(_ path: String) throws {
    let error = #expect(throws: MonitorError.self) {
      try MonitoredQEMU(QEMU(path: path), Self.empty, within: .seconds(60))
    }
    switch error {
    case .ended("greeting", .exited, _), .system: break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test func furtherDescriptorsHaveTheirNumbers() throws {
    let pair = try SocketPair()
    let number = MonitoredQEMU.firstDescriptor
    let qemu = try MonitoredQEMU(
      QEMU(path: ChosenQEMU.path),
      Self.stopped + ["-chardev", "socket,id=beats,fd=\(number)", "-device", "isa-debugcon,chardev=beats"],
      inheriting: [pair.far])
    // Nothing is said by a machine that does not run; its end is heard.
    qemu.end(within: .seconds(60))
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try pair.near.read(into: &buffer, until: .after(.seconds(60))) == 0)
  }
}
