import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

/// Real migrations under TCG. Asserts what must hold always; how long things took is printed.
extension GuestTests {
  @Suite struct MigrationRunTests {
    @Test(arguments: [0.0, 2000], [MigrationStrategy.Kind.precopy])
    func precopy(pagesPerSecond: Double, kind: MigrationStrategy.Kind) throws {
      try Self.migrate(kind, pagesPerSecond: pagesPerSecond)
    }

    @Test(arguments: [
      MigrationStrategy.Kind.autoConverge, .xbzrle, .multifd, .multifdZlib, .multifdZstd, .postcopy,
      .postcopyPreempt,
    ])
    func others(kind: MigrationStrategy.Kind) throws { try Self.migrate(kind, pagesPerSecond: 3000) }

    private static func migrate(_ kind: MigrationStrategy.Kind, pagesPerSecond: Double) throws {
      try OwnThread.run {
        let before = Leftovers()
        let run = MigrationRun(
          try RealGuest.options(pagesPerSecond: pagesPerSecond), MigrationStrategy(kind), RealGuest.limits)
        do {
          let link = try LinkSpec.none.open()
          defer { link.close() }
          let start = Clock.now()
          let outcome = try run.run(over: link)
          print("in all \(Clock.seconds(from: start, to: Clock.now())) s")
          RealGuest.print(outcome)
          if kind == .multifdZlib, outcome.ending != .completed {
            // QEMU 7.2 breaks one of some thirty of these off by itself.
            #expect(outcome.sourceRunsOn == true && !outcome.isValid, "\(outcome.reason)")
          } else {
            Self.expectMeasured(outcome, run)
            #expect(outcome.wasSwitched == run.strategy.isPostcopy)
          }
        } catch let error as MigrationError where error.kind == .notMeasurable {
          print("\(kind.rawValue): \(error)")
        }
        before.expectNothingNew()
      }
    }

    /// What holds of every migration that completed.
    static func expectMeasured(_ outcome: MigrationOutcome, _ run: MigrationRun) {
      #expect(outcome.ending == .completed, "\(outcome.reason)")
      #expect(outcome.isValid && outcome.reason.isEmpty)
      #expect(outcome.verifiedPages == run.options.settings.pages)
      #expect((outcome.pause ?? 0) > 0)
      #expect(outcome.total > outcome.pause ?? .infinity)
      #expect((outcome.transferred ?? 0) > 0 && (outcome.rounds ?? 0) > 0)
      #expect(outcome.sourceRunsOn == nil)
      let times = outcome.timeline.points.map(\.seconds)
      #expect(!times.isEmpty && times == times.sorted())
      #expect(outcome.timeline.points.last?.status == .completed)
      #expect(!outcome.timeline.intervals.isEmpty)
      if let guest = outcome.guestPause, let bound = outcome.guestPauseBound, let blackout = outcome.blackout
      {
        // A beat before the pause may have come late, so that the gap that is seen is shorter.
        #expect(blackout >= (guest - bound) / 2)
      }
    }

    @Test func aChainOfSixHopsKeepsItsMemory() throws {
      try OwnThread.run {
        let before = Leftovers()
        let kinds: [MigrationStrategy.Kind] = [
          .precopy, .multifd, .precopy, .xbzrle, .autoConverge, .precopy,
        ]
        var run = MigrationRun(
          try RealGuest.options(pagesPerSecond: 2000), MigrationStrategy(.precopy), RealGuest.limits)
        let first = try LinkSpec.none.open()
        var guest: BeaconGuest? = try run.startSource(over: first)
        first.close()
        for kind in kinds {
          run.strategy = MigrationStrategy(kind)
          let link = try LinkSpec.none.open()
          defer { link.close() }
          let hop = try run.hop(from: try #require(guest), over: link)
          RealGuest.print(hop.outcome)
          Self.expectMeasured(hop.outcome, run)
          guest = hop.destination
        }
        #expect(guest != nil)
        guest = nil
        before.expectNothingNew()
      }
    }

    @Test func aGuestThatDoesNotConvergeIsCancelledAndRunsOn() throws {
      try OwnThread.run {
        let before = Leftovers()
        var run = MigrationRun(
          try RealGuest.options(pagesPerSecond: 4000),
          MigrationStrategy(.precopy, downtimeLimit: 0.001, maxBandwidth: 4_194_304), RealGuest.limits)
        run.limits.migration = 2
        let link = try LinkSpec.none.open()
        let outcome = try run.run(over: link)
        link.close()
        RealGuest.print(outcome)
        #expect(outcome.ending == .notConverged && !outcome.isValid)
        #expect(outcome.sourceRunsOn == true)
        #expect(outcome.reason.contains("not done after 2.0 s"))
        #expect(outcome.verifiedPages == 0 && outcome.pause == nil)
        before.expectNothingNew()
      }
    }
  }
}
