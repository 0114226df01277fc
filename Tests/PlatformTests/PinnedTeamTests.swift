import Glibc
import Platform
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct PinnedTeamTests {
  private struct Failure: Error, Equatable { let index: Int }

  private static var allowed: [Int] {
    get throws { try Affinity.current().numbers }
  }

  @Test func everyMemberRunsOnItsCPU() throws {
    let cpus = Array(try Self.allowed.reversed())
    let results = try PinnedTeam.run(on: cpus) { member in
      (member.index, member.count, member.cpu, try runningCPU(), try Affinity.current())
    }
    #expect(results.map(\.0) == Array(cpus.indices))
    #expect(results.allSatisfy { $0.1 == cpus.count })
    #expect(results.map(\.2) == cpus)
    #expect(results.map(\.3) == cpus)
    #expect(results.map(\.4) == cpus.map { CPUSet([$0]) })
  }

  @Test func membersMayRunOnAnyCPUOfTheirSets() throws {
    let allowed = try Affinity.current()
    let first = CPUSet([try #require(allowed.first)])
    let results = try PinnedTeam.run(within: [allowed, first]) { ($0.index, $0.cpu, try Affinity.current()) }
    #expect(results.map(\.0) == [0, 1])
    #expect(results.map(\.1) == [allowed.first, allowed.first])
    #expect(results.map(\.2) == [allowed, first])
  }

  @Test func aSetWithoutAnAllowedCPUIsAnError() {
    let subject = "CPU 1048574-1048575"
    #expect(throws: SystemError(code: EINVAL, operation: "pin a thread to", subject: subject)) {
      _ = try PinnedTeam.run(within: [CPUSet([1_048_574, 1_048_575])]) { $0.index }
    }
  }

  @Test func aTeamOfNobodyHasNoResults() throws {
    #expect(try PinnedTeam.run(on: []) { $0.index } == [])
  }

  @Test func theCallerIsNotPinned() throws {
    let (before, after) = try OwnThread.run {
      let before = try Affinity.current()
      _ = try PinnedTeam.run(on: [try #require(before.first)]) { _ in 0 }
      return (before, try Affinity.current())
    }
    #expect(before == after)
  }

  @Test func nobodyLeavesAMeetingBeforeAllHaveCome() throws {
    let cpus = try Self.allowed
    let arrivals = Counter()
    let seen = try PinnedTeam.run(on: cpus) { member in
      (1...50).map { _ in
        arrivals.next()
        member.meet()
        let count = arrivals.count
        member.meet()
        return count
      }
    }
    for rounds in seen { #expect(rounds == (1...50).map { $0 * cpus.count }) }
  }

  @Test func severalMembersOnOneCPUTerminate() throws {
    let cpu = try #require(try Self.allowed.first)
    let results = try PinnedTeam.run(on: [cpu, cpu, cpu]) { member in
      member.meet()
      return try runningCPU()
    }
    #expect(results == [cpu, cpu, cpu])
  }

  @Test(arguments: [0, 1, 2])
  func aCPUThatDoesNotExistIsAnErrorAndNoBodyRuns(position: Int) throws {
    let cpu = try #require(try Self.allowed.first)
    var cpus = [cpu, cpu]
    cpus.insert(1_048_575, at: position)
    let bodies = Counter()
    #expect(throws: SystemError(code: EINVAL, operation: "pin a thread to", subject: "CPU 1048575")) {
      try PinnedTeam.run(on: cpus) { member in
        bodies.next()
        member.meet()
      }
    }
    #expect(bodies.count == 0)
  }

  @Test(arguments: [-1, 1_048_577, .max, .min])
  func aNumberThatIsNoCPUIsAnError(number: Int) {
    #expect(throws: SystemError(code: EINVAL, operation: "pin a thread to", subject: "CPU \(number)")) {
      try PinnedTeam.run(on: [number]) { _ in }
    }
  }

  /// Gives the calling thread, and those that it starts, the lowest real-time priority.
  private static func becomeRealTime() -> Bool {
    var parameters = sched_param()
    parameters.sched_priority = 1
    return unsafe pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0
  }

  private static let mayBeRealTime = (try? OwnThread.run { becomeRealTime() }) ?? false

  /// Nobody takes the CPU from a spinning real-time thread: it has to offer it to the one that it waits for.
  @Test(.enabled(if: mayBeRealTime, "this user may not use a real-time policy"))
  func realTimeMembersOnOneCPUTerminate() throws {
    let cpu = try #require(try Self.allowed.last)
    let results = try OwnThread.run {
      guard Self.becomeRealTime() else { return [Int]() }
      return try PinnedTeam.run(on: [cpu, cpu, cpu]) { member in
        for _ in 0..<10 { member.meet() }
        return member.index
      }
    }
    #expect(results == [0, 1, 2])
  }

  @Test(arguments: [1, 2, 3])
  func aThreadThatCannotBeStartedIsAnErrorAndNoBodyRuns(failing: Int) throws {
    let cpu = try #require(try Self.allowed.first)
    let bodies = Counter()
    let starts = Counter()
    #expect(throws: SystemError(code: EAGAIN, operation: "start a thread")) {
      try SystemCall.withForcedFailures({ operation, _ in
        operation == "start a thread" && starts.next() == failing ? EAGAIN : nil
      }) {
        _ = try PinnedTeam.run(on: [cpu, cpu, cpu]) { _ in bodies.next() }
      }
    }
    #expect(starts.count == failing)
    #expect(bodies.count == 0)
  }

  @Test func theErrorOfABodyIsThrownAndTheOthersEnd() throws {
    let cpu = try #require(try Self.allowed.first)
    let ended = Counter()
    #expect(throws: Failure(index: 1)) {
      try PinnedTeam.run(on: [cpu, cpu, cpu]) { member in
        if member.index > 0 { throw Failure(index: member.index) }
        ended.next()
      }
    }
    #expect(ended.count == 1)
  }

  @Test func aBodyThatThrowsDoesNotKeepTheOthersInAMeeting() throws {
    let cpus = try Self.allowed
    let cpu = try #require(cpus.first)
    let ended = Counter()
    #expect(throws: Failure(index: 1)) {
      try PinnedTeam.run(on: [cpu, cpus.last ?? cpu]) { member in
        if member.index == 1 { throw Failure(index: 1) }
        member.meet()
        member.meet()
        ended.next()
      }
    }
    #expect(ended.count == 1)
  }
}

@Suite(.timeLimit(.minutes(10))) struct SpinBarrierTests {
  @Test func oneMemberNeverWaits() {
    let barrier = SpinBarrier(count: 1)
    for _ in 0..<1_000 { barrier.wait() }
    #expect(!barrier.isCancelled)
  }

  @Test func cancellingLetsThoseWhoWaitThrough() throws {
    let barrier = SpinBarrier(count: 3)
    let through = Counter()
    let arrived = Counter()
    let threads = try (0..<2).map { _ in
      try Thread {
        arrived.next()
        barrier.wait()
        through.next()
      }
    }
    while arrived.count < 2 { sched_yield() }
    #expect(through.count == 0)
    barrier.cancel()
    for thread in threads { thread.join() }
    #expect(through.count == 2)
    #expect(barrier.isCancelled)
    barrier.wait()
  }
}
