import Platform
import Synchronization
import Testing

@testable import MigrationBenchmark

@Suite struct LibvirtHeartbeatTests {
  @Test func itFindsTheLongestGap() {
    let result = LibvirtHeartbeat.Result(
      times: [0, 10, 20, 320, 330].map { $0 * 1_000_000 }, missed: 2, end: nil, method: "ping x")
    #expect(result.answers == 5 && result.missed == 2)
    #expect(abs((result.blackout ?? 0) - 0.3) < 1e-9 && abs((result.resolution ?? 0) - 0.01) < 1e-9)
  }

  @Test func silenceUpToTheEndIsAGap() {
    let result = LibvirtHeartbeat.Result(
      times: [0, 1_000_000], missed: 9, end: 2_001_000_000, method: "ping x")
    #expect(result.blackout == 2)
  }

  @Test func withoutAnswersThereIsNoGap() {
    #expect(
      LibvirtHeartbeat.Result.notAsked.blackout == nil && LibvirtHeartbeat.Result.notAsked.method == "none")
    #expect(LibvirtHeartbeat.Result(times: [], missed: 5, end: 7, method: "x").blackout == nil)
  }

  @Test func itAsksUntilItIsStopped() throws {
    let asked = Counter()
    let heartbeat = try LibvirtHeartbeat { asked.next() % 3 != 0 }
    #expect(heartbeat.waitForQuestions(7, until: .after(.seconds(60))))
    let result = heartbeat.stop(method: "test")
    let total = asked.count.load(ordering: .acquiring)
    #expect(result.answers + result.missed == total && result.missed == total / 3)
    #expect(asked.count.load(ordering: .acquiring) == total)
  }

  private final class Counter: Sendable {
    let count = Atomic(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue }
  }
}
