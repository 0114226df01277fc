import MigrationBenchmark
import Platform
import TestSupport
import VirtualMachine

/// A Linux guest in a real QEMU. For one thread, which has to outlive it.
final class LinuxMachine {
  let qemu: MonitoredQEMU
  let listener: BeatListener
  /// When QEMU was started (`Clock.now()`).
  let launch: UInt64
  let guest: LinuxGuest

  init(_ guest: LinuxGuest, qemuPath: String? = ChosenQEMU.path, and arguments: [String] = []) throws {
    self.guest = guest
    let beats = try SocketPair()
    listener = try BeatListener(to: beats.near)
    launch = Clock.now()
    qemu = try MonitoredQEMU(
      QEMU(path: qemuPath),
      guest.arguments(accelerator: .tcg, beats: Int32(MonitoredQEMU.firstDescriptor)) + arguments,
      inheriting: [beats.far])
    try qemu.monitor.setMigrationCapabilities([.events: true, .returnPath: true])
  }

  deinit {
    qemu.process.kill()
    listener.stop()
  }

  /// Migrates it.
  ///
  /// - Returns: the machine where it runs now, and QEMU's own figures of the source.
  func hop() throws -> (machine: LinuxMachine, progress: MigrationProgress) {
    let link = try DirectLink()
    defer { link.close() }
    let next = try LinuxMachine(guest, qemuPath: qemu.process.path, and: ["-incoming", "defer"])
    try next.qemu.monitor.migrateIncoming(at: link.incoming)
    // Those of the migration that it came by.
    _ = try qemu.monitor.takeEvents()
    try qemu.monitor.migrate(to: link.outgoing)
    _ = try qemu.monitor.event(named: "MIGRATION", within: .seconds(120)) { event throws(MonitorError) in
      try event.migrationStatus.isFinal
    }
    return (next, try qemu.monitor.queryMigration())
  }

  /// What keeps a Linux guest from being migrated here; nil where it is.
  static let missing: String? = {
    do {
      let version = try OwnThread.run { try QEMU(path: ChosenQEMU.path).version() }
      try LinuxGuest.check(version: version, accelerator: .tcg)
    } catch {
      return "\(error); name another for this test with ASSAY_QEMU=PATH"
    }
    return missingKernel
  }()

  /// What keeps a Linux guest from being started.
  static let missingKernel: String? = {
    if (try? QEMU(path: ChosenQEMU.path)) == nil {
      return "QEMU is not installed: apt-get install qemu-system-x86"
    }
    let cached = (try? KernelCache()).flatMap { try? Files.names(in: $0.directory) } ?? []
    return cached.contains { $0.hasPrefix("linux-image-") } ? nil : "no kernel is cached; make twin gets one"
  }()
}
