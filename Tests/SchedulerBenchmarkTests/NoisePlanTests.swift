import Experiment
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Noise plan")
struct NoisePlanTests {
  @Test("One process watches all CPUs at once, of any machine")
  func machines() throws {
    for (machine, cpus) in [
      (Machine.regular(nodes: 1, cores: 1), [0]), (Machine.small, [0, 1]), (Machine.firstOffline, [1, 2, 3]),
      (Machine.withGPUMemory, [0, 1, 2, 3]),
      (Machine.regular(nodes: 8, cores: 16, threads: 2), Array(0..<256)),
    ] {
      let plan = try PartPlanning(.noise, machine)
      #expect(plan.names == ["noise"])
      #expect(try plan.noises() == [NoiseWorkload(cpus: cpus, threshold: 2e-6, window: 0.3)])
    }
  }

  @Test("The window is the suite's unless told; CPUs may be chosen")
  func options() throws {
    #expect(try PartPlanning(.noise, Machine.small, suite: .standard).noises()[0].window == 2)
    let chosen = try PartPlanning(.noise, Machine.small) {
      $0.duration = 0.1
      $0.cpus = CPUSet([1])
    }
    #expect(try chosen.noises() == [NoiseWorkload(cpus: [1], threshold: 2e-6, window: 0.1)])
  }

  @Test("More threads than may be started are refused")
  func threads() {
    #expect(
      throws: PlanRefused("scheduler.noise needs 2 threads, and the limit here is 1 (pids.max or ulimit -u)")
    ) { _ = try PartPlanning(.noise, Machine.small, rights: SchedulerPlan.Rights(threadLimit: 1)) }
  }
}
