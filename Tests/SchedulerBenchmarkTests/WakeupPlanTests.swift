import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Scheduler plan: timer wake-ups")
struct WakeupPlanTests {
  private static func plan(
    _ topology: Topology = Machine.small, suite: Suite = .standard,
    rights: SchedulerPlan.Rights = SchedulerPlan.Rights(),
    _ change: (inout SchedulerOptions) -> Void = { _ in }
  ) throws -> SchedulerPlan {
    try makePlan(topology, suite: suite, rights: rights) {
      $0.parts = [.wakeup]
      change(&$0)
    }
  }

  @Test("Both policies, idle and loaded, and once with CPUs kept awake")
  func everything() throws {
    let plan = try Self.plan()
    #expect(
      plan.names == [
        "wakeup policy=other load=0", "wakeup policy=other load=1", "wakeup policy=fifo load=0",
        "wakeup policy=fifo load=1", "wakeup policy=fifo load=0 dma_latency=held",
      ])
    #expect(plan.skipped.isEmpty)
    for case .wakeup(let workload) in try plan.workloads() {
      #expect(workload.cpus == [0, 1])
      #expect(workload.interval == 500e-6)
      #expect(workload.primary != workload.holdsCPULatency)
    }
  }

  @Test("Without rights the rest is measured, and what is missing has its reason")
  func withoutRights() throws {
    let plan = try Self.plan(
      rights: SchedulerPlan.Rights(withoutRealTime: "no CAP_SYS_NICE", withoutCPULatency: "not writable"))
    #expect(plan.names == ["wakeup policy=other load=0", "wakeup policy=other load=1"])
    #expect(
      plan.skipped == [
        Run.Skipped(
          part: "scheduler.wakeup policy=fifo", reason: "no CAP_SYS_NICE; measured under SCHED_OTHER only"),
        Run.Skipped(part: "scheduler.wakeup dma_latency=held", reason: "not writable"),
      ])
    #expect(
      try refusal(Machine.small, rights: SchedulerPlan.Rights(withoutRealTime: "no CAP_SYS_NICE")) {
        $0.policy = .fifo
      } == "--policy fifo: no CAP_SYS_NICE")
  }

  @Test("Policy, load, interval, CPUs and duration go into the workload")
  func options() throws {
    let plan = try Self.plan(Machine.regular(nodes: 1, cores: 4)) {
      $0.policy = .other
      $0.load = 3
      $0.interval = 200e-6
      $0.timerSlack = 50e-6
      $0.cpus = CPUSet([1, 3])
      $0.duration = 0.5
    }
    #expect(
      try plan.workloads() == [
        .wakeup(
          WakeupWorkload(
            cpus: [1, 3], policy: .other, load: 3, holdsCPULatency: false, interval: 200e-6, slack: 50_000,
            window: 0.5,
            primary: true))
      ])
  }

  @Test("What cannot be done is refused in one line")
  func refusals() throws {
    #expect(
      try refusal(Machine.small) { $0.cpus = CPUSet([7]) }
        == "--cpus 7: CPU 7 does not exist or is offline; online are 0-1")
    #expect(
      try refusal(Machine.small, suite: .quick) { $0.interval = 1e-6 }
        == "--interval 1us: take 20us to 20000us, a tenth of the window")
    #expect(try refusal(Machine.small) { $0.interval = 1 } != nil)
    // As the text 20us is read.
    #expect(try refusal(Machine.small) { $0.interval = 20 * 1e-6 } == nil)
    #expect(try refusal(Machine.small) { $0.interval = 1.9999999999999998e-05 } == nil)
    #expect(
      try refusal(Machine.small) { $0.load = -1 } == "--load -1: take 0 to 1000 busy threads on each CPU")
    #expect(try refusal(Machine.small) { $0.load = 1_001 } != nil)
    #expect(
      try refusal(Machine.small, rights: SchedulerPlan.Rights(threadLimit: 10)) { $0.load = 5 }
        == "scheduler.wakeup needs 12 threads, and the limit here is 10 (pids.max or ulimit -u)")
  }
}
