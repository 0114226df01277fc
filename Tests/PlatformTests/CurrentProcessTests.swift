import Glibc
import Platform
import Testing

@Suite struct CurrentProcessTests {
  @Test func usageGrowsWithWork() throws {
    let before = try CurrentProcess.usage()
    let cpu = try #require(try Affinity.current().first)
    _ = try Probes.spin(on: [cpu], pieces: 20_000)
    let after = try CurrentProcess.usage()
    #expect(after.cpuSeconds > before.cpuSeconds)
    #expect(after.voluntarySwitches >= before.voluntarySwitches)
    #expect(after.involuntarySwitches >= before.involuntarySwitches)
  }

  @Test func unreadableUsageIsAnError() {
    #expect(throws: SystemError(code: EFAULT, operation: "read resource usage")) {
      try SystemCall.withForcedFailures({ _, _ in EFAULT }) { _ = try CurrentProcess.usage() }
    }
  }

  @Test func rootIsTheEffectiveUserZero() {
    #expect(CurrentProcess.isRoot == (geteuid() == 0))
  }

  @Test func theHostNameIsTheKernels() {
    #expect(CurrentProcess.hostName == Files.fact("/proc/sys/kernel/hostname"))
  }
}
