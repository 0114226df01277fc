import Glibc
import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

extension GuestTests {
  /// What goes wrong: each has a name, the source runs on, and nothing stays behind.
  @Suite struct MigrationFaultTests {
    /// A migration that would take minutes, so that there is time to break it.
    private static func slow() throws -> MigrationRun {
      var run = MigrationRun(
        try RealGuest.options(pagesPerSecond: 2000),
        MigrationStrategy(.precopy, downtimeLimit: 0.001, maxBandwidth: 1_048_576), RealGuest.limits)
      run.limits.migration = 600
      return run
    }

    /// Runs a migration in which `fault` happens once it is under way, on another thread.
    private static func migrate(
      over link: any MigrationLink, _ fault: @escaping @Sendable (MigrationHandle) -> Void
    ) throws -> MigrationOutcome {
      let run = try slow()
      let handle = MigrationHandle(listeningAt: String(link.incoming.dropFirst("unix:".count)))
      let source = try run.startSource(over: link)
      let saboteur = try Thread {
        // The channel is there once the destination has somebody: its second QEMU is up.
        if handle.waitForDestination() { fault(handle) }
      }
      defer {
        handle.isOver = true
        saboteur.join()
      }
      let hop = try run.hop(from: source, over: link, interruption: handle.interruption)
      #expect(hop.destination == nil)
      // It runs on after all was cleaned up.
      #expect(RealGuest.waitForBeats(source, seconds: 0.05))
      #expect(try source.monitor.queryStatus().running)
      RealGuest.print(hop.outcome)
      return hop.outcome
    }

    @Test func aDestinationThatIsKilledIsNamed() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        let outcome = try Self.migrate(over: link) { $0.killDestination() }
        link.close()
        #expect(outcome.ending == .destinationLost)
        #expect(outcome.reason.contains("was killed by signal 9"))
        #expect(outcome.sourceRunsOn == true && !outcome.isValid)
        before.expectNothingNew(of: [link])
      }
    }

    @Test func aLinkThatIsCutIsNamed() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.relay(rate: 0, delay: 0).open()
        let outcome = try Self.migrate(over: link) { _ in link.cut() }
        link.close()
        #expect(outcome.ending == .linkLost, "\(outcome.reason)")
        #expect(outcome.sourceRunsOn == true && !outcome.isValid)
        before.expectNothingNew(of: [link])
      }
    }

    @Test func aUserWhoEndsItHasTheSourceBack() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        let outcome = try Self.migrate(over: link) { $0.interruption.request() }
        link.close()
        #expect(outcome.ending == .cancelled)
        #expect(outcome.sourceRunsOn == true && !outcome.isValid)
        before.expectNothingNew(of: [link])
      }
    }

    @Test func beforeItBeginsItEndsAtOnce() throws {
      try OwnThread.run {
        let before = Leftovers()
        let interruption = Interruption()
        interruption.request()
        let link = try LinkSpec.none.open()
        let error = #expect(throws: MigrationError.self) {
          try Self.slow().run(over: link, interruption: interruption)
        }
        link.close()
        #expect(error?.kind == .interrupted)
        before.expectNothingNew(of: [link])
      }
    }

    @Test func aSocketThatIsTakenIsNotRemoved() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        let path = String(link.incoming.dropFirst("unix:".count))
        try Files.createDirectory(path)
        let error = #expect(throws: MigrationError.self) { try Self.slow().run(over: link) }
        #expect(error?.kind == .addressTaken)
        #expect(error?.description.contains(path) == true)
        #expect(Files.exists(path))
        link.close()
        before.expectNothingNew(of: [link])
      }
    }

    @Test func noQEMUAndNoRoomAreToldBeforeAnythingStarts() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        var run = try Self.slow()
        run.options.qemuPath = "/no/such/qemu"
        let missing = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(missing?.kind == .missing)
        run = try Self.slow()
        run.options.megabytes = 1 << 30
        let room = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(room?.kind == .noRoom)
        #expect(room?.description.contains("MiB are available") == true)
        run.options.megabytes = 8
        let small = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(small?.kind == .noRoom)
        link.close()
        before.expectNothingNew(of: [link])
      }
    }

    /// A program that speaks as a QEMU of another age.
    @Test func aQEMUThatIsTooOldIsNamed() throws {
      let tree = try TemporaryTree([
        "qemu": ChosenQEMU.script(major: 2, minor: 5)
      ])
      _ = unsafe chmod("\(tree.path)/qemu", 0o755)
      try OwnThread.run {
        let link = try LinkSpec.none.open()
        defer { link.close() }
        var run = try Self.slow()
        run.options.qemuPath = "\(tree.path)/qemu"
        let error = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(error?.kind == .tooOld)
        #expect(error?.description.contains("QEMU 2.5.0, and precopy needs 2.12.0 or newer") == true)
      }
    }

    @Test func whatQEMURefusesIsNotMeasurable() throws {
      try OwnThread.run {
        let before = Leftovers()
        let link = try LinkSpec.none.open()
        var run = try Self.slow()
        // More milliseconds than QEMU takes.
        run.strategy.downtimeLimit = 1e6
        let error = #expect(throws: MigrationError.self) { try run.run(over: link) }
        #expect(error?.kind == .notMeasurable)
        #expect(error?.description.contains("precopy cannot be measured here") == true)
        link.close()
        before.expectNothingNew(of: [link])
      }
    }
  }
}
