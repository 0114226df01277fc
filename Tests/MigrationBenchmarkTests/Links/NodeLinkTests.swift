import Experiment
import Platform
import TestSupport
import Testing
import VirtualMachine

@testable import MigrationBenchmark

/// Migrations to a guest server, as between two nodes.
extension GuestTests {
  @Suite struct NodeLinkTests {
    /// A server of this process on a port of its own; it ends with its owner.
    private final class Serving: Sendable {
      let server: GuestServer
      let node: PeerNode

      init() throws {
        let qemu = try QEMU(path: ChosenQEMU.path)
        let server = try GuestServer(
          at: NetworkAddress(numeric: "127.0.0.1", port: 0), qemu, version: qemu.version(),
          AcceleratorChoice(.tcg, reason: "the test says so"))
        self.server = server
        node = PeerNode(server.address, from: "n1", to: "n2")
        // One that fails answers nobody, which the test sees.
        try Thread.startDetached { _ = try? server.run(idleLimit: .seconds(600)) { _ in } }
      }

      deinit { server.stop() }
    }

    @Test(arguments: [MigrationStrategy.Kind.precopy, .multifd, .postcopy])
    func aGuestMovesToAnotherNode(kind: MigrationStrategy.Kind) throws {
      try OwnThread.run {
        let serving = try Serving()
        let before = Leftovers()
        let run = MigrationRun(
          try RealGuest.options(pagesPerSecond: 1000), MigrationStrategy(kind), RealGuest.limits)
        let link = try NodeLink(to: serving.node, holding: 300)
        #expect(link.guestsHere == 1)
        do {
          let outcome = try run.run(over: link)
          RealGuest.print(outcome)
          MigrationRunTests.expectMeasured(outcome, run)
          #expect((outcome.clockBound ?? 0) > 0)
          #expect((outcome.guestPauseBound ?? 0) > outcome.clockBound ?? .infinity)
        } catch let error as MigrationError where error.kind == .notMeasurable {
          print("\(kind.rawValue): \(error)")
        }
        before.expectNothingNew()
      }
    }

    @Test func aDestinationThatIsLostIsAnOutcome() throws {
      try OwnThread.run {
        let serving = try Serving()
        // So slow that it is under way when its other end goes.
        var run = MigrationRun(
          try RealGuest.options(pagesPerSecond: 1000),
          MigrationStrategy(.precopy, maxBandwidth: 1_048_576), RealGuest.limits)
        run.limits.migration = 20
        let link = try NodeLink(to: serving.node, holding: 2.5)
        let outcome = try run.run(over: link)
        #expect(
          [.destinationLost, .linkLost].contains(outcome.ending), "\(outcome.ending): \(outcome.reason)")
        #expect(outcome.sourceRunsOn == true)
        #expect(!outcome.isValid)
      }
    }

    @Test func nobodyThereIsAReason() throws {
      let gone = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
      gone.shutDown()
      let error = #expect(throws: LinkError.self) {
        try NodeLink(to: PeerNode(gone.address, from: "n1", to: "n2"), holding: 300)
      }
      #expect(error?.kind == .failed)
      #expect(error?.description.contains("\(gone.address.port)") == true)
    }
  }
}
