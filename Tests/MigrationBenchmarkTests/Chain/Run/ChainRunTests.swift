import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

extension GuestTests {
  /// Real chains under TCG. Asserts what must hold always; how long things took is printed.
  @Suite(.enabled(if: ChainBench.isPossible, "\(ChainBench.reason)"))
  struct ChainRunTests {
    @Test func aGuestGoesRoundThreeMembersAndBackByOne() throws {
      try OwnThread.run {
        let before = Leftovers()
        let outcome = try ChainBench.walk(try ChainBench.chain("A,B,C,A"), rate: 125e6)
        #expect(outcome.isComplete && outcome.completedHops == 4)
        #expect(outcome.verdict == .pass)
        #expect(outcome.member == "C" && outcome.guestRuns)
        #expect(outcome.hops.map(\.label) == ["A-B", "B-C", "C-A", "A-C"])
        let each: [Stage] = [.preCheck, .reserve, .sync, .migrate, .healthCheck]
        #expect(outcome.stages.map(\.stage) == each + each + each + [.switchBack])
        #expect(outcome.stages.allSatisfy { $0.seconds > 0 && !$0.isFault })
        for hop in outcome.hops {
          #expect(hop.migration.ending == .completed, "\(hop.migration.reason)")
          #expect(hop.migration.verifiedPages == 1024 && hop.syncShare == 1)
          // The disk went over the same network.
          #expect((hop.migration.carried ?? 0) > 0)
        }
        #expect(outcome.seconds >= outcome.stages.map(\.seconds).max() ?? 0)
        before.expectNothingNew()
      }
    }

    @Test func sixHopsKeepMemoryAndDisk() throws {
      try OwnThread.run {
        let before = Leftovers()
        let outcome = try ChainBench.walk(
          try ChainBench.chain("A,B,C,A,B,C", pagesPerSecond: 2000, disk: 256 << 10))
        // Five there and one back.
        #expect(outcome.isComplete && outcome.completedHops == 6 && outcome.hops.count == 6)
        for hop in outcome.hops { #expect(hop.migration.verifiedPages == 1024, "\(hop.label)") }
        #expect(outcome.verdict == .pass && outcome.guestRuns && outcome.member == "B")
        before.expectNothingNew()
      }
    }

    @Test func whatIsLostInThePreCheckMovesNothing() throws {
      try OwnThread.run {
        let before = Leftovers()
        var chain = try ChainBench.chain("A,B,A")
        chain.thresholds = StageThresholds([.init(.preCheck, .linkRate, 1e15)])
        let outcome = try ChainBench.walk(chain, rate: 12.5e6)
        #expect(outcome.stages.map(\.stage) == [.preCheck])
        #expect(outcome.verdict == .fail && !outcome.isComplete)
        #expect(outcome.stages[0].why.contains("is below the") && !outcome.stages[0].isFault)
        #expect(outcome.hops.isEmpty && outcome.completedHops == 0)
        #expect(outcome.member == "A" && outcome.guestRuns)
        before.expectNothingNew()
      }
    }

    @Test func aDiskThatIsNotSyncedInTimeMovesNothing() throws {
      try OwnThread.run {
        let before = Leftovers()
        var chain = try ChainBench.chain("A,B,A", disk: 8 << 20)
        chain.thresholds = StageThresholds([.init(.sync, .share, 0.99995), .init(.sync, .seconds, 0.05)])
        // Half a second a mebibyte.
        let outcome = try ChainBench.walk(chain, rate: 2e6)
        #expect(outcome.stages.map(\.stage) == [.preCheck, .reserve, .sync])
        #expect(outcome.verdict == .fail && outcome.hops.isEmpty)
        #expect(outcome.stages[2].why.contains("share"))
        #expect(outcome.member == "A" && outcome.guestRuns)
        before.expectNothingNew()
      }
    }

    @Test func aMigrationThatTakesTooLongStaysWhereItIs() throws {
      try OwnThread.run {
        let before = Leftovers()
        var chain = try ChainBench.chain("A,B,A")
        chain.run.strategy = MigrationStrategy(.precopy, downtimeLimit: 0.001, maxBandwidth: 1_048_576)
        chain.thresholds = StageThresholds([.init(.migrate, .seconds, 1)])
        let outcome = try ChainBench.walk(chain)
        #expect(outcome.stages.map(\.stage) == [.preCheck, .reserve, .sync, .migrate])
        #expect(outcome.hops.first?.migration.ending == .notConverged)
        #expect(outcome.stages[3].verdict == .fail && outcome.stages[3].why.contains("not done after"))
        #expect(outcome.member == "A" && outcome.guestRuns)
        before.expectNothingNew()
      }
    }

    @Test func aNetworkThatIsTooSmallIsRefused() throws {
      try OwnThread.run {
        let lab = try NetworkLab(members: 2, rate: 0)
        let error = #expect(throws: MigrationError.self) {
          try ChainBench.chain("A,B,C").walk(over: lab)
        }
        #expect(error?.description.contains("a network of 2 members for a chain of 3") == true)
      }
    }
  }
}
