import Glibc
import Platform
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct BusyThreadsTests {
  @Test func theyRunUntilTheyAreStopped() throws {
    let cpu = try #require(try Affinity.current().first)
    let busy = try BusyThreads(on: [cpu], each: 2)
    while busy.turns < 10 { sched_yield() }
    busy.stop()
    let atTheEnd = busy.turns
    _ = try Probes.spin(on: [cpu], pieces: 1_000)
    #expect(busy.turns == atTheEnd)
    busy.stop()
  }

  @Test func noneAreNeeded() throws {
    try BusyThreads(on: [0], each: 0).stop()
    try BusyThreads(on: [], each: 3).stop()
  }

  @Test func aThreadThatCannotBeStartedLeavesNoneRunning() throws {
    let cpu = try #require(try Affinity.current().first)
    let starts = Counter()
    #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in
        operation == "start a thread" && starts.next() == 4 ? EAGAIN : nil
      }) { _ = try BusyThreads(on: [cpu], each: 3) }
    }
  }
}
