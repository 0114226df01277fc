import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

/// A stopped machine of a real QEMU, over each kind of link.
@Suite(
  .serialized,
  .enabled(
    if: (try? QEMU(path: ChosenQEMU.path)) != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct LinkMigrationTests {
  private static let stopped = [
    "-no-user-config", "-nodefaults", "-display", "none", "-accel", "tcg", "-machine", "pc", "-m", "16", "-S",
  ]

  @Test(arguments: ["none", "relay", "relay,rate=256mbit,delay=2ms"])
  func itsMemoryIsThere(_ text: String) throws {
    try OwnThread.run { try Self.migrate(over: LinkSpec(text)) }
  }

  @Test func severalChannelsGoThroughOneRelay() throws {
    try OwnThread.run { try Self.migrate(over: .relay(rate: 64e6, delay: 0.001), channels: 4) }
  }

  @Test(.enabled(if: Networks.areThere, "\(Networks.reason)"))
  func itsMemoryIsThereOverAShapedNetwork() throws {
    try OwnThread.run { try Self.migrate(over: .tbf(rate: 32e6)) }
  }

  @Test func aCutFailsItAndTheSourceIsAlive() throws {
    try OwnThread.run {
      let link = try RelayLink(rate: 100e3)
      let (source, target) = try Self.start(over: link, channels: nil)
      try source.monitor.migrate(to: link.outgoing)
      // The BIOS alone takes seconds at this rate.
      let end = Clock.now() + 60_000_000_000
      while try #require(link.carriedBytes) < 10_000, Clock.now() < end { Clock.pause(0.001) }
      link.cut()
      #expect(try Self.lastState(of: source) == .failed)
      #expect(try source.monitor.queryMigration().status == .failed)
      withExtendedLifetime(target) {}
    }
  }

  private static func lastState(of qemu: MonitoredQEMU) throws -> MigrationStatus {
    try qemu.monitor.event(named: "MIGRATION", within: .seconds(60)) { event throws(MonitorError) in
      try event.migrationStatus.isFinal
    }.migrationStatus
  }

  private static func start(over link: any MigrationLink, channels: Int?) throws -> (
    source: MonitoredQEMU, target: MonitoredQEMU
  ) {
    let source = try link.inNetwork(of: .source) { try MonitoredQEMU(QEMU(path: ChosenQEMU.path), stopped) }
    let target = try link.inNetwork(of: .destination) {
      try MonitoredQEMU(QEMU(path: ChosenQEMU.path), stopped + ["-incoming", "defer"])
    }
    for side in [source, target] {
      try side.monitor.setMigrationCapabilities([
        .events: true, .returnPath: true, .multifd: channels != nil,
      ])
      var parameters = MigrationParameters()
      parameters.multifdChannels = channels
      if channels != nil { try side.monitor.setMigrationParameters(parameters) }
    }
    try target.monitor.migrateIncoming(at: link.incoming)
    return (source, target)
  }

  private static func migrate(over spec: LinkSpec, channels: Int? = nil) throws {
    let tree = try TemporaryTree(inMemory: true)
    let link = try spec.open()
    let (source, target) = try start(over: link, channels: channels)
    let begin = Clock.now()
    try source.monitor.migrate(to: link.outgoing)
    for side in [source, target] {
      let last = try lastState(of: side)
      #expect(last == .completed)
    }
    let time = Clock.seconds(from: begin, to: Clock.now())
    try source.monitor.pmemsave(0xf_0000, size: 0x1_0000, to: "\(tree.path)/a")
    try target.monitor.pmemsave(0xf_0000, size: 0x1_0000, to: "\(tree.path)/b")
    let dump = try SourceFile("\(tree.path)/a").bytes(from: 0, count: 0x2_0000)
    #expect(dump.count == 0x1_0000)
    #expect(try dump == SourceFile("\(tree.path)/b").bytes(from: 0, count: 0x2_0000))
    let transferred = try source.monitor.queryMigration().ram?.transferred ?? 0
    print("\(spec): \(time) s, \(transferred) bytes by QEMU's count, \(link.carriedBytes ?? 0) by the link's")
    if let carried = link.carriedBytes { #expect(carried > transferred / 2) }
    for side in [source, target] { side.end() }
    link.close()
  }
}
