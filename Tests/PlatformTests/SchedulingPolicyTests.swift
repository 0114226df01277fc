import Glibc
import Platform
import TestSupport
import Testing

@Suite struct SchedulingPolicyTests {
  private static let mayBeRealTime =
    (try? OwnThread.run { try SchedulingPolicy.fifo(priority: 1).apply() }) != nil

  @Test(.enabled(if: mayBeRealTime, "this user may not use a real-time policy"))
  func aThreadGetsThePolicyAndItEndsWithTheThread() throws {
    let before = try SchedulingPolicy.current()
    let seen = try OwnThread.run {
      try SchedulingPolicy.fifo(priority: 42).apply()
      let realTime = try SchedulingPolicy.current()
      try SchedulingPolicy.other.apply()
      return [realTime, try SchedulingPolicy.current()]
    }
    #expect(seen == [.fifo(priority: 42), .other])
    #expect(try SchedulingPolicy.current() == before)
  }

  @Test(arguments: [0, 100, -1]) func aPriorityOutOfRangeIsRefused(priority: Int) {
    #expect(throws: SystemError.self) {
      try OwnThread.run { try SchedulingPolicy.fifo(priority: priority).apply() }
    }
  }

  @Test func timerSlackIsTheThreadsOwn() throws {
    let before = try TimerSlack.current()
    let inside = try OwnThread.run {
      try TimerSlack.set(nanoseconds: 1)
      return try TimerSlack.current()
    }
    #expect(inside == 1)
    #expect(try TimerSlack.current() == before)
  }

  @Test(.enabled(if: geteuid() == 0, "needs root"))
  func cpuLatencyIsRequestedAndGivenBack() throws {
    guard Files.exists("/dev/cpu_dma_latency") else { return }
    let request = try CPULatencyRequest(microseconds: 0)
    _ = consume request
  }

  @Test func aRefusedRequestSaysWhatItWanted() {
    #expect(
      throws: SystemError(
        code: EACCES, operation: "request the CPU latency in", subject: "/dev/cpu_dma_latency")
    ) {
      try SystemCall.withForcedFailures({ operation, _ in
        operation == "request the CPU latency in" ? EACCES : nil
      }) { _ = try CPULatencyRequest(microseconds: 0) }
    }
  }
}
