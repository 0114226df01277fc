import Glibc
import Platform
import Statistics
import Testing

@Suite(.timeLimit(.minutes(10))) struct RequestLoadTests {
  private static let cpus = (try? Affinity.current().numbers) ?? []

  @Test func inOpenLoopEveryRequestIsDoneOnce() throws {
    let result = try RequestLoad.run(
      workers: [nil, nil], pieces: 5, arrival: .open(rate: 2_000, seed: 1), seconds: 0.1)
    #expect(result.done > 0)
    #expect(result.requests.total == UInt64(result.done))
    #expect(result.wakeups.total <= result.requests.total)
    #expect(result.wakeups.total > 0)
    #expect(result.seconds > 0 && result.rate > 0)
    // Five pieces of work take time, and that time is part of the request's.
    #expect(try #require(result.requests.minimum) >= 1_000)
  }

  @Test func arrivalsDependOnTheSeedOnly() throws {
    func count(_ seed: UInt64) throws -> Int {
      try RequestLoad.run(
        workers: [nil], pieces: 1, arrival: .open(rate: 3_000, seed: seed), seconds: 0.05
      ).done
    }
    #expect(try count(5) == count(5))
    #expect(try (1...5).map(count).contains { $0 != (try count(6)) })
  }

  /// An overloaded worker makes requests wait; a sender that waited for it would hide that.
  @Test func timeInTheQueueIsPartOfARequest() throws {
    let result = try RequestLoad.run(
      workers: [Self.cpus.first], pieces: 1_000, arrival: .open(rate: 10_000, seed: 3), seconds: 0.02)
    #expect(result.done > 20)
    let median = try #require(result.requests.value(at: 0.5))
    let fastest = try #require(result.requests.minimum)
    #expect(median > 5 * fastest)
  }

  @Test func inClosedLoopWorkersAreKeptBusy() throws {
    let result = try RequestLoad.run(
      workers: Self.cpus.map { $0 }, pieces: 20, arrival: .closed, seconds: 0.05)
    #expect(result.done > Self.cpus.count)
    #expect(result.requests.total == UInt64(result.done))
  }

  @Test func noRequestIsNoResult() throws {
    let result = try RequestLoad.run(
      workers: [nil], pieces: 1, arrival: .open(rate: 1e-6, seed: 1), seconds: 0.001)
    #expect(result.done == 0 && result.rate == 0)
  }

  @Test(arguments: [1, 2, 3]) func aThreadThatCannotBeStartedEndsTheOthers(failing: Int) throws {
    let starts = Counter()
    #expect(throws: SystemError(code: EAGAIN, operation: "start a thread")) {
      try SystemCall.withForcedFailures({ operation, _ in
        // Each thread asks twice: for its attributes and for itself.
        operation == "start a thread" && starts.next() == 2 * failing ? EAGAIN : nil
      }) {
        _ = try RequestLoad.run(workers: [nil, nil], pieces: 1, arrival: .closed, seconds: 60)
      }
    }
  }

  @Test func aCPUThatDoesNotExistIsAnError() {
    #expect(throws: SystemError.self) {
      try RequestLoad.run(workers: [nil, 1_048_575], pieces: 1, arrival: .closed, seconds: 60)
    }
  }
}
