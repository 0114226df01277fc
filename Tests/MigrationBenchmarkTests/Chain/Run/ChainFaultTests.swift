import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

extension GuestTests {
  /// What goes wrong in the middle of a hop: it has a name, the guest runs on where it was, and nothing stays behind.
  @Suite(.enabled(if: ChainBench.isPossible, "\(ChainBench.reason)"))
  struct ChainFaultTests {
    /// Bytes over the link by which the migration is under way.
    private static let underWay: UInt64 = 200_000

    /// Goes from A to B slowly, and calls `fault` on another thread when the migration is under way.
    private static func walk(
      _ interruption: Interruption = Interruption(),
      _ fault: @escaping @Sendable (NetworkLab, MigrationHandle) -> Void
    ) throws -> ChainOutcome {
      var chain = try ChainBench.chain("A,B,A", pagesPerSecond: 2000)
      chain.run.strategy = MigrationStrategy(.precopy, downtimeLimit: 0.001, maxBandwidth: 1_048_576)
      chain.thresholds = StageThresholds([.init(.migrate, .seconds, 600)])
      let lab = try NetworkLab(members: 2, rate: 0)
      defer { lab.close() }
      let handle = MigrationHandle(listeningAt: "")
      let migrates = AwaitedCount()
      let saboteur = try Thread {
        guard migrates.wait(whileAt: 0, until: Clock.now() + UInt64(RealGuest.patience * 1e9)) else { return }
        let begin = lab.counters(of: 0)?.sentBytes ?? 0
        while !handle.isOver, let sent = lab.counters(of: 0)?.sentBytes {
          // What was written to the disk goes over it as well.
          if sent > begin + UInt64(1 << 17) + underWay { return fault(lab, handle) }
          Clock.pause(0.01)
        }
      }
      chain.onStage = { stage, _ in if stage == .migrate { migrates.advance() } }
      defer {
        handle.isOver = true
        migrates.advance()
        saboteur.join()
      }
      let outcome = try chain.walk(over: lab, interruption: interruption)
      ChainBench.print(outcome)
      return outcome
    }

    private static func expectStayed(_ outcome: ChainOutcome, _ ending: MigrationOutcome.Ending) {
      #expect(outcome.stages.map(\.stage) == [.preCheck, .reserve, .sync, .migrate])
      #expect(outcome.stages.last?.verdict == .fail && outcome.stages.last?.isFault == true)
      #expect(outcome.hops.map(\.migration.ending) == [ending], "\(outcome.stages.last?.why ?? "")")
      #expect(outcome.hops.first?.migration.sourceRunsOn == true)
      #expect(outcome.member == "A" && outcome.guestRuns && outcome.completedHops == 0)
    }

    @Test func aLinkThatIsCut() throws {
      try OwnThread.run {
        let before = Leftovers()
        let outcome = try Self.walk { lab, _ in try? lab.cut(0) }
        Self.expectStayed(outcome, .linkLost)
        before.expectNothingNew()
      }
    }

    @Test func aDestinationThatIsKilled() throws {
      try OwnThread.run {
        let before = Leftovers()
        let outcome = try Self.walk { _, handle in handle.killDestination() }
        Self.expectStayed(outcome, .destinationLost)
        #expect(outcome.stages.last?.why.contains("was killed by signal 9") == true)
        before.expectNothingNew()
      }
    }

    @Test func aUserWhoEndsIt() throws {
      try OwnThread.run {
        let before = Leftovers()
        let interruption = Interruption()
        let outcome = try Self.walk(interruption) { _, _ in interruption.request() }
        Self.expectStayed(outcome, .cancelled)
        before.expectNothingNew()
      }
    }

    @Test func betweenTwoStagesAnEndIsAnError() throws {
      try OwnThread.run {
        let before = Leftovers()
        let interruption = Interruption()
        var chain = try ChainBench.chain("A,B")
        chain.onStage = { stage, _ in if stage == .reserve { interruption.request() } }
        let asked = chain
        let error = #expect(throws: MigrationError.self) {
          try ChainBench.walk(asked, rate: 0, interruption)
        }
        #expect(error?.kind == .interrupted)
        before.expectNothingNew()
      }
    }
  }
}
