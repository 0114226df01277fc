import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import MemoryBenchmark

@Suite("Memory plan: refusals and limits")
struct MemoryPlanRefusalTests {
  /// Why a plan was refused; nil when it was not.
  private func refusal(
    _ machine: Topology = Machine.regular(nodes: 1, cores: 4), available: UInt64? = 8 << 30,
    _ change: (inout MemoryOptions) -> Void
  ) throws -> String? {
    do {
      _ = try makePlan(machine, available: available, change)
      return nil
    } catch let refused as PlanRefused {
      return refused.description
    }
  }

  @Test("CPUs that do not exist or are offline")
  func absentCPUs() throws {
    #expect(
      try refusal { $0.cpus = CPUSet([1, 4, 5]) }
        == "--cpus 1,4-5: CPU 4-5 does not exist or is offline; online are 0-3")
    #expect(
      try refusal(Machine.firstOffline) { $0.cpus = CPUSet([0, 1]) }
        == "--cpus 0-1: CPU 0 does not exist or is offline; online are 1-3")
    #expect(try refusal { $0.cpus = CPUSet() } == "--cpus names no CPU")
    #expect(try refusal { $0.cpus = CPUSet([0, 3]) } == nil)
  }

  @Test("CPUs outside of the cgroup")
  func forbiddenCPUs() throws {
    var machine = Machine.regular(nodes: 1, cores: 4)
    machine.allowedCPUs = CPUSet([2, 3])
    #expect(
      try refusal(machine) { $0.cpus = CPUSet([1, 2]) }
        == "--cpus 1-2: CPU 1 is outside of this process's cgroup or affinity, which allow 2-3")
    machine.allowedCPUs = CPUSet()
    #expect(try refusal(machine) { _ in } == "no CPU is allowed to this process")
  }

  @Test("More threads than CPUs, or none", arguments: [5, 0, -1])
  func threads(_ count: Int) throws {
    #expect(
      try refusal { $0.threads = count } == "--threads \(count): 4 CPUs are usable here (0-3); take 1 to 4")
    #expect(try refusal { $0.threads = 4 } == nil)
  }

  @Test("A working set that does not fit, or is no cycle")
  func workingSet() throws {
    #expect(
      try refusal { $0.workingSet = 5 << 30 }
        == "--working-set 5 GiB does not fit into 4 GiB (half of the memory available)")
    #expect(
      try refusal {
        $0.memoryLimit = 1 << 20
        $0.workingSet = 2 << 20
      } == "--working-set 2 MiB does not fit into 1 MiB (--memory)")
    #expect(
      try refusal { $0.workingSet = 64 } == "--working-set 64: a chase needs two cache lines, 128 bytes")
    #expect(try refusal { $0.workingSet = 128 } == nil)
  }

  @Test("Of one CPU is spoken as of one")
  func oneCPU() throws {
    #expect(
      try refusal(Machine.regular(nodes: 1, cores: 1)) { $0.threads = 2 }
        == "--threads 2: one CPU is usable here (0); take 1")
  }

  @Test("Arrays of less than a page for each thread")
  func tinyArrays() throws {
    #expect(
      try refusal { $0.arrayBytes = 1_024 }
        == "--array-size 1 KiB: too little for 4 threads to share; take at least 16 KiB")
    #expect(
      try refusal {
        $0.arrayBytes = 1
        $0.threads = 1
      } == "--array-size 1 B: too little for 1 thread to share; take at least 4 KiB")
    #expect(try refusal { $0.arrayBytes = 16 << 10 } == nil)
  }

  @Test("An instruction set that the CPU does not have")
  func instructions() throws {
    #expect(
      try refusal { $0.instructions = .avx512 } == "this CPU has no avx512; it can run: scalar, sse2, avx2")
    #expect(try refusal { $0.instructions = .scalar } == nil)
  }

  @Test("Arrays that do not fit, with what would")
  func arraySize() throws {
    #expect(
      try refusal { $0.arrayBytes = 1 << 40 }
        == "--array-size 1 TiB: three such arrays do not fit into 4 GiB (half of the memory available); take at most 1365 MiB"
    )
    #expect(
      try refusal {
        $0.arrayBytes = 1 << 40
        $0.memoryLimit = 3 << 30
      } == "--array-size 1 TiB: three such arrays do not fit into 3 GiB (--memory); take at most 1 GiB")
    #expect(
      try refusal {
        $0.arrayBytes = 1 << 30
        $0.memoryLimit = 3 << 30
      } == nil)
    // Three times this overflows.
    #expect(try refusal { $0.arrayBytes = Int.max / 2 }?.contains("do not fit into 4 GiB") == true)
  }

  @Test("Parts that do not fit into memory are skipped with what they need")
  func memoryLimit() throws {
    let plan = try makePlan(Machine.regular(nodes: 1, cores: 4)) { $0.memoryLimit = 100 << 20 }
    #expect(plan.names == ["latency pages=4k", "latency pages=thp"])
    let advice = "the limit is 100 MiB; raise --memory or lower --array-size"
    #expect(
      plan.skipped == [
        Run.Skipped(part: "memory.bandwidth threads=1", reason: "needs 192 MiB, \(advice)"),
        Run.Skipped(part: "memory.bandwidth threads=2", reason: "needs 192 MiB, \(advice)"),
        Run.Skipped(part: "memory.bandwidth threads=4", reason: "needs 192 MiB, \(advice)"),
        Run.Skipped(part: "memory.loaded_latency", reason: "needs 256 MiB, \(advice)"),
        Run.Skipped(part: "memory.numa_matrix", reason: "one NUMA node"),
      ])
    // The staircase ends at the limit, which is still beyond four times the last cache.
    #expect(try plan.latencies()[0].points.last?.bytes == 100 << 20)
    #expect(try plan.latencies()[0].points.last?.level == "DRAM")
  }

  @Test("A limit below four times the last cache leaves no latency worth the name")
  func latencyLimit() throws {
    let plan = try makePlan(Machine.small) {
      $0.parts = [.latency]
      $0.memoryLimit = (64 << 20) - 1
    }
    #expect(plan.parts.isEmpty)
    #expect(
      plan.skipped == [
        Run.Skipped(
          part: "memory.latency",
          reason: "needs 64 MiB, the limit is 65535 KiB; raise --memory or lower --array-size")
      ])
  }

  @Test("Without --memory half of the memory available is taken; unknown memory counts as 2 GiB")
  func defaultLimit() throws {
    #expect(try makePlan(Machine.small, available: 4 << 30).memoryLimit == 2 << 30)
    #expect(try makePlan(Machine.small, available: nil).memoryLimit == 1 << 30)
    #expect(try makePlan(Machine.small, available: .max).memoryLimit == Int.max)
    #expect(try makePlan(Machine.small) { $0.memoryLimit = 5 << 20 }.memoryLimit == 5 << 20)
  }
}
