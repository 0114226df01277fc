import Foundation
import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

extension GuestTests {
  /// The Linux guest through everything that a beacon goes through. Asserts no time: prints what was found.
  @Suite(.enabled(if: LinuxMachine.missing == nil, "\(LinuxMachine.missing ?? "")"))
  struct LinuxMigrationTests {
    @Test(arguments: [
      (MigrationStrategy.Kind.precopy, 0.0), (.precopy, 2000), (.multifd, 2000), (.postcopy, 2000),
      (.autoConverge, 1000), (.xbzrle, 1000), (.postcopyPreempt, 0),
    ])
    func itIsMeasuredAndVerified(_ kind: MigrationStrategy.Kind, _ pagesPerSecond: Double) async throws {
      let kernel = try await KernelCache().kernel()
      try OwnThread.run {
        let before = Leftovers()
        let run = MigrationRun(
          try RealGuest.options(pagesPerSecond: pagesPerSecond, system: .linux(kernel)),
          MigrationStrategy(kind), RealGuest.limits)
        do {
          let link = try LinkSpec.none.open()
          defer { link.close() }
          let outcome = try run.run(over: link)
          RealGuest.print(outcome)
          MigrationRunTests.expectMeasured(outcome, run)
          #expect(outcome.wasSwitched == run.strategy.isPostcopy)
        } catch let error as MigrationError where error.kind == .notMeasurable {
          print("\(kind.rawValue): \(error)")
        }
        before.expectNothingNew()
      }
    }

    @Test func aChainKeepsItsMemory() async throws {
      let kernel = try await KernelCache().kernel()
      try OwnThread.run {
        let before = Leftovers()
        let run = MigrationRun(
          try RealGuest.options(pagesPerSecond: 2000, system: .linux(kernel)), MigrationStrategy(.precopy),
          RealGuest.limits)
        let first = try LinkSpec.none.open()
        var guest: BeaconGuest? = try run.startSource(over: first)
        first.close()
        for _ in 0..<3 {
          let link = try LinkSpec.none.open()
          defer { link.close() }
          let hop = try run.hop(from: try #require(guest), over: link)
          RealGuest.print(hop.outcome)
          MigrationRunTests.expectMeasured(hop.outcome, run)
          guest = hop.destination
        }
        #expect(guest != nil)
        guest = nil
        before.expectNothingNew()
      }
    }

    @Test func knownPausesAreFound() async throws {
      let kernel = try await KernelCache().kernel()
      try OwnThread.run {
        // Just started: it boots while it is waited for.
        let guest = try BeaconGuest(
          .source, RealGuest.options(pagesPerSecond: 2000, system: .linux(kernel)))
        let calibration = try Calibration.measure(guest)
        print(
          "calibration with Linux: median \(calibration.median ?? -1) s, p95 \(calibration.p95 ?? -1) s, largest "
            + "\(calibration.largest ?? -1) s")
        #expect(calibration.trials.count == Calibration.pauses.count)
      }
    }
  }

  /// A QEMU that would corrupt it, whatever is installed.
  @Suite struct LinuxRefusalTests {
    @Test func itIsRefusedBeforeItRuns() throws {
      let tree = try TemporaryTree(["qemu": ChosenQEMU.script(major: 8, minor: 2)])
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tree.path)/qemu")
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        defer { link.close() }
        let kernel = Kernel(release: "6.1.0", image: "/boot/vmlinux", modules: "/lib/modules/6.1.0")
        var run = MigrationRun(
          try RealGuest.options(system: .linux(kernel)), MigrationStrategy(.precopy), RealGuest.limits)
        run.options.qemuPath = "\(tree.path)/qemu"
        let error = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(error?.kind == .tooOld)
        #expect(error?.description.contains("take --guest beacon, a QEMU of 9.0 or later") == true)
        before.expectNothingNew()
      }
    }
  }
}
