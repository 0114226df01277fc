import Experiment
import Foundation
import Glibc
import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

/// Two real daemons and a real domain.
@Suite(
  .serialized,
  .enabled(
    if: SessionLibvirt.lacking.isEmpty,
    "not installed: \(SessionLibvirt.lacking.joined(separator: ", ")); apt-get install --no-install-recommends libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86"
  ))
struct LibvirtTests {
  /// Two hosts and a beacon that runs at the first.
  private struct Scene {
    let tree: TemporaryTree
    let source: SessionLibvirt
    let destination: SessionLibvirt
    let beacon: LibvirtBeacon
    let domain: LibvirtDomain

    /// - Parameter pagesPerBeat: of 2,000, every millisecond.
    init(pagesPerBeat: Double) throws {
      tree = try TemporaryTree()
      beacon = try LibvirtBeacon(
        BeaconSettings(pages: 2000, pagesPerBeat: pagesPerBeat, filledWords: 1000), in: tree)
      source = try SessionLibvirt(1, in: tree)
      destination = try SessionLibvirt(2, in: tree)
      try source.create(beacon.xml)
      domain = try source.virsh.domain(named: LibvirtBeacon.name)
      try beacon.waitForBeats(300)
    }

    func migration(_ strategy: MigrationStrategy) -> LibvirtMigration {
      var how = LibvirtStrategy(strategy)
      // The host's own name may be anybody's address.
      how.migrateURI = "tcp://127.0.0.1"
      return LibvirtMigration(how, of: domain, from: source.virsh, to: destination.virsh)
    }
  }

  /// Runs with a scene on a thread of its own, and counts what stays behind.
  private static func withScene(
    pagesPerBeat: Double, _ body: @escaping @Sendable (Scene) throws -> Void
  ) throws {
    let path = try OwnThread.run {
      let scene = try Scene(pagesPerBeat: pagesPerBeat)
      let path = scene.tree.path
      try body(scene)
      return path
    }
    // A killed QEMU is gone once the system has reaped it, which nobody here is told of.
    let deadline = Deadline.after(.seconds(30))
    while !SessionLibvirt.processes(naming: path).isEmpty, !deadline.isOver { Clock.pause(0.02) }
    #expect(SessionLibvirt.processes(naming: path).isEmpty)
    #expect(!Files.exists(path))
  }

  @Test func itMigratesAndTellsBothDowntimes() throws {
    try Self.withScene(pagesPerBeat: 2) { scene in
      let check = LibvirtPreCheck(
        domain: scene.domain.uuid, from: scene.source.virsh, to: scene.destination.virsh)
      for line in check.checks { print("libvirt: \(line)") }
      #expect(check.isPassed && check.domain == scene.domain)
      #expect(
        check.checks.map(\.name) == [
          "hosts", "domain", "versions", "description", "cpu", "memory", "storage", "devices",
        ])
      let outcome = try scene.migration(MigrationStrategy(.precopy)).run(cancel: Interruption())
      try scene.beacon.waitForBeats(300)
      #expect(outcome.ending == .completed, "\(outcome.ending)")
      #expect(outcome.source == nil && outcome.destination?.isRunning == true)
      #expect(outcome.heartbeat.method == "none" && outcome.remarks.isEmpty)
      let account = try #require(outcome.account, "\(outcome.accountMissing ?? "")")
      #expect(account.kind == .completed)
      let reported = try #require(outcome.reportedDowntime)
      #expect((account.transferred ?? 0) > 0 && account.rounds != nil && account.elapsed != nil)
      let blackout = try Blackout(of: scene.beacon.heard)
      print("libvirt: reported downtime \(reported) s, the guest's blackout \(blackout.seconds) s")
      // Back again, by several channels; the gone domain is refused where it no longer is.
      let back = LibvirtMigration(
        LibvirtStrategy(MigrationStrategy(.multifd)), of: scene.domain, from: scene.destination.virsh,
        to: scene.source.virsh)
      #expect(try back.run(cancel: Interruption()).ending == .completed)
      try scene.beacon.waitForBeats(10)
      #expect(Self.failure { _ = try back.run(cancel: Interruption()) } == .noDomain)
    }
  }

  /// The built tool, as a user runs it.
  @Test func theToolMigratesItAndWritesARun() throws {
    try Self.withScene(pagesPerBeat: 2) { scene in
      let out = try TemporaryTree()
      let words = [
        "migration", "--allow-debug", "--libvirt", scene.source.uri, "--domain", LibvirtBeacon.name, "--to",
        scene.destination.uri, "--migrate-uri", "tcp://127.0.0.1", "--out", out.path,
      ]
      let checked = try HelperProgram.run(
        Program.built("assay"), words + ["--check-only", "--no-color"], timeout: 60)
      #expect(checked.status == 0 && checked.output.contains("cpu: passed"), "\(checked.output)")
      #expect(try scene.source.virsh.state(of: scene.domain).isRunning)
      #expect(try Files.names(in: out.path).isEmpty)
      let result = try HelperProgram.run(Program.built("assay"), words + ["--no-color"], timeout: 120)
      print(result.output)
      #expect(result.status == 0 && result.output.contains("migration completed"), "\(result.output)")
      #expect(try scene.destination.virsh.state(of: scene.domain).isRunning)
      let names = try Files.names(in: out.path).sorted()
      #expect(names.count == 2 && names.last?.hasSuffix(".json") == true, "\(names)")
      let run = try RunDocument.read(path: "\(out.path)/\(try #require(names.last))")
      #expect(run.status == .complete && run.blocks.map(\.verdict) == [.suspect])
      let total = try #require(run.metrics.first { $0.id == "migration.total" })
      #expect(
        total.labels == [
          "strategy": "precopy", "dirty": "unknown", "link": "libvirt", "domain": LibvirtBeacon.name,
        ])
      #expect(run.metrics.contains { $0.id == "migration.reported_pause" })
      #expect(run.host.noted["libvirt.destination"] == scene.destination.uri)
    }
  }

  @Test func itRefusesWhatCannotBe() throws {
    try Self.withScene(pagesPerBeat: 1) { scene in
      let (source, destination) = (scene.source.virsh, scene.destination.virsh)
      let same = LibvirtPreCheck(domain: scene.domain.name, from: source, to: source)
      #expect(!same.isPassed && same.checks.map(\.verdict) == [.failed])
      let alias = try Virsh(scene.source.uri + "&mode=legacy")
      let sameHost = LibvirtPreCheck(domain: scene.domain.name, from: source, to: alias)
      #expect(!sameHost.isPassed && sameHost.checks.map(\.name) == ["hosts"])
      for name in ["nosuch", "1", "-x", "", "beaco"] {
        let check = LibvirtPreCheck(domain: name, from: source, to: destination)
        #expect(!check.isPassed && check.domain == nil && check.checks.last?.name == "domain")
      }
      #expect(Self.failure { _ = try source.domain(named: "nosuch") } == .noDomain)
      #expect(Self.failure { try source.abortJob(of: scene.domain) } == .noJob)
      #expect(Self.failure { try source.pingAgent(of: scene.domain, timeout: 10) } == .unsupported)
      let lost = try Virsh("qemu+unix:///session?socket=\(scene.tree.path)/none")
      #expect(Self.failure { _ = try lost.versions() } == .unreachable)
      let nowhere = LibvirtPreCheck(domain: scene.domain.name, from: source, to: lost)
      #expect(!nowhere.isPassed)
      let misled = LibvirtMigration(
        LibvirtStrategy(MigrationStrategy(.precopy, downtimeLimit: 1)), of: scene.domain, from: source,
        to: lost)
      let outcome = try misled.run(cancel: Interruption())
      guard case .failed = outcome.ending else {
        Issue.record("\(outcome.ending)")
        return
      }
      #expect(outcome.source?.isRunning == true)
      #expect(try source.downtimeLimit(of: scene.domain) == 0.3)
      #expect(try scene.source.command(["suspend", scene.domain.uuid]).status == 0)
      #expect(Self.failure { _ = try misled.run(cancel: Interruption()) } == .notRunning)
      #expect(!LibvirtPreCheck(domain: scene.domain.name, from: source, to: destination).isPassed)
      #expect(try scene.source.command(["destroy", scene.domain.uuid]).status == 0)
      #expect(Self.failure { _ = try misled.run(cancel: Interruption()) } == .noDomain)
    }
  }

  @Test func aCancelledMigrationLeavesTheDomainAtTheSource() throws {
    try Self.withScene(pagesPerBeat: 20) { scene in
      let cancel = Interruption()
      let killer = try Self.whenMigrating(scene) { cancel.request() }
      // 1 MiB a second for a guest that writes to 80: it has no end of its own.
      let outcome = try scene.migration(
        MigrationStrategy(.precopy, downtimeLimit: 0.1, maxBandwidth: 1_048_576)
      )
      .run(cancel: cancel)
      killer.join()
      #expect(outcome.ending == .cancelled, "\(outcome.ending)")
      #expect(outcome.source?.isRunning == true && outcome.destination == nil && outcome.account == nil)
      #expect(outcome.remarks.isEmpty)
      #expect(try scene.source.virsh.downtimeLimit(of: scene.domain) == 0.3)
      try scene.beacon.waitForBeats(100)
    }
  }

  @Test func aDeadDestinationLeavesTheDomainAtTheSource() throws {
    try Self.withScene(pagesPerBeat: 20) { scene in
      let daemon = scene.destination.daemon
      let killer = try Self.whenMigrating(scene) { daemon.kill() }
      let outcome = try scene.migration(
        MigrationStrategy(.precopy, downtimeLimit: 0.1, maxBandwidth: 1_048_576)
      )
      .run(cancel: Interruption())
      killer.join()
      guard case .failed(let reason) = outcome.ending else {
        Issue.record("\(outcome.ending)")
        return
      }
      print("libvirt: the destination was killed: \(reason)")
      #expect(outcome.source?.isRunning == true && outcome.destination == nil)
      try scene.beacon.waitForBeats(100)
    }
  }

  /// Does something once the source sends memory.
  private static func whenMigrating(
    _ scene: Scene, _ action: @escaping @Sendable () -> Void
  ) throws -> Platform.Thread {
    let (virsh, domain) = (scene.source.virsh, scene.domain)
    return try Platform.Thread {
      let deadline = Deadline.after(.seconds(60))
      while !deadline.isOver {
        if let sent = try? virsh.job(of: domain).transferred, sent > 0 { break }
      }
      action()
    }
  }

  private static func failure(_ body: () throws -> Void) -> VirshError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? VirshError)?.kind
    }
  }
}
