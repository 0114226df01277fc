import Glibc
import Platform
import TestSupport
import Testing

/// Every test changes the affinity of a thread of its own, never of a pool thread.
@Suite struct AffinityTests {
  @Test func thePresentAffinityIsWhatTheKernelShows() throws {
    let (ours, kernels) = try OwnThread.run {
      let status = try Files.text("/proc/thread-self/status")
      let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
      return (try Affinity.current(), line.map { String($0.dropFirst("Cpus_allowed_list:".count)) })
    }
    #expect(ours == (try CPUSet(list: try #require(kernels))))
    #expect(!ours.isEmpty)
  }

  @Test func everyAllowedCPUCanBePinned() throws {
    for cpu in try Affinity.current().numbers {
      let (set, running) = try OwnThread.run {
        try Affinity.set(CPUSet([cpu]))
        return (try Affinity.current(), try runningCPU())
      }
      #expect(set == CPUSet([cpu]))
      #expect(running == cpu)
    }
  }

  @Test func anotherThreadKeepsItsAffinity() throws {
    let (before, after) = try OwnThread.run {
      let before = try Affinity.current()
      try OwnThread.run { try Affinity.set(CPUSet([try #require(try Affinity.current().first)])) }
      return (before, try Affinity.current())
    }
    #expect(before == after)
  }

  @Test(arguments: [[1_048_575], [1_048_576], []])
  func aSetWithoutAnExistingCPUIsRefused(numbers: [Int]) throws {
    let cpus = CPUSet(numbers)
    let expected = SystemError(code: EINVAL, operation: "pin a thread to", subject: "CPU \(cpus)")
    let after = try OwnThread.run {
      let before = try Affinity.current()
      #expect(throws: expected) { try Affinity.set(cpus) }
      return (before, try Affinity.current())
    }
    #expect(after.0 == after.1)
  }

  @Test func aSetWithOneMissingCPUIsRefusedAndChangesNothing() throws {
    let (before, after) = try OwnThread.run {
      let before = try Affinity.current()
      let wanted = CPUSet([try #require(before.first), 1_048_575])
      #expect(
        throws: SystemError(code: EINVAL, operation: "pin a thread to", subject: "CPU \(wanted)")
      ) { try Affinity.set(wanted) }
      return (before, try Affinity.current())
    }
    #expect(before == after)
  }

  @Test func forbiddenPinningIsAnError() throws {
    #expect(throws: SystemError(code: EPERM, operation: "pin a thread to", subject: "CPU 0")) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "pin a thread to" ? EPERM : nil }) {
        try Affinity.set(CPUSet([0]))
      }
    }
  }
}
