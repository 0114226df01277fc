import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import MemoryBenchmark

@Suite("Memory plan: NUMA matrix and loaded latency")
struct MemoryPlanNodesTests {
  private func matrix(
    _ machine: Topology, suite: Suite = .standard, _ change: (inout MemoryOptions) -> Void = { _ in }
  ) throws -> MemoryPlan {
    try makePlan(machine, suite: suite) {
      $0.parts = [.numaMatrix]
      change(&$0)
    }
  }

  @Test("Every pair of two nodes has a bandwidth and a latency, bound to the memory's node")
  func twoNodes() throws {
    let plan = try matrix(Machine.regular(nodes: 2, cores: 2, threads: 2))
    #expect(
      plan.names == [
        "numa_matrix cpu_node=0 memory_node=0 bandwidth", "numa_matrix cpu_node=0 memory_node=0 latency",
        "numa_matrix cpu_node=0 memory_node=1 bandwidth", "numa_matrix cpu_node=0 memory_node=1 latency",
        "numa_matrix cpu_node=1 memory_node=0 bandwidth", "numa_matrix cpu_node=1 memory_node=0 latency",
        "numa_matrix cpu_node=1 memory_node=1 bandwidth", "numa_matrix cpu_node=1 memory_node=1 latency",
      ])
    #expect(plan.skipped.isEmpty)
    let remote = try plan.bandwidths()[1]
    // One thread a core, though every core has two.
    #expect(remote.location == Location(cpus: [0, 1], bindNode: 1, cpuNode: "0", memoryNode: "1"))
    #expect(remote.arrayBytes == 64 << 20)
    #expect(remote.loops.map(\.kernel) == [.read, .triad])
    #expect(remote.loops.allSatisfy { !$0.primary })
    #expect(try plan.bandwidths()[0].loops.allSatisfy { $0.primary })
    let latency = try plan.latencies()[2]
    #expect(latency.location == Location(cpus: [2], bindNode: 0, cpuNode: "1", memoryNode: "0"))
    #expect(latency.points == [LatencyWorkload.Point(bytes: 128 << 20, level: "DRAM", primary: false)])
  }

  @Test("Of eight nodes the quick suite takes the first row and the diagonal, and says so of the rest")
  func quick() throws {
    let machine = Machine.regular(nodes: 8, cores: 2)
    #expect(try matrix(machine).bandwidths().count == 64)
    let plan = try matrix(machine, suite: .quick)
    let pairs = try plan.bandwidths().map { "\($0.location.cpuNode)\($0.location.memoryNode)" }
    #expect(
      pairs == ["00", "01", "02", "03", "04", "05", "06", "07", "11", "22", "33", "44", "55", "66", "77"])
    #expect(plan.skipped.count == 49)
    #expect(
      plan.skipped.first
        == Run.Skipped(
          part: "memory.numa_matrix cpu_node=1 memory_node=0",
          reason: "the quick suite takes the first row and the diagonal; use --suite standard"))
  }

  @Test("A GPU's memory is measured from every node with CPUs, and measures nothing itself")
  func gpuMemory() throws {
    let pairs = try matrix(Machine.withGPUMemory).bandwidths()
      .map { "\($0.location.cpuNode)-\($0.location.memoryNode)" }
    #expect(pairs == ["0-0", "0-1", "0-2", "1-0", "1-1", "1-2"])
  }

  @Test("Nodes outside of the cgroup and nodes without memory are left out")
  func restrictedNodes() throws {
    var machine = Machine.regular(nodes: 4, cores: 2)
    machine.allowedNodes = CPUSet([0, 2, 3])
    machine.nodes[3].memoryBytes = 0
    machine.allowedCPUs = CPUSet([0, 1, 2])
    let pairs = try matrix(machine).bandwidths()
      .map { "\($0.location.cpuNode)-\($0.location.memoryNode) \($0.location.cpus)" }
    #expect(pairs == ["0-0 [0, 1]", "0-2 [0, 1]", "1-0 [2]", "1-2 [2]"])
    machine.allowedNodes = CPUSet([2])
    let one = try matrix(machine)
    #expect(one.parts.isEmpty)
    #expect(one.skipped == [Run.Skipped(part: "memory.numa_matrix", reason: "one NUMA node")])
  }

  @Test("A node whose memory is unknown is measured; one that is too small is not, with its size")
  func nodeMemory() throws {
    #expect(try matrix(Machine.regular(nodes: 2, cores: 2, memoryBytes: nil)).bandwidths().count == 4)
    var machine = Machine.regular(nodes: 2, cores: 2)
    machine.nodes[1].memoryBytes = 256 << 20
    let plan = try matrix(machine)
    #expect(try plan.bandwidths().map(\.location.memoryNode) == ["0", "0"])
    #expect(
      plan.skipped.first
        == Run.Skipped(
          part: "memory.numa_matrix cpu_node=0 memory_node=1",
          reason: "needs 192 MiB, which is over half of node 1 (256 MiB)"))
  }

  @Test("Small arrays do not let the latency of a pair pass the memory limit")
  func matrixLimit() throws {
    let plan = try matrix(Machine.regular(nodes: 2, cores: 2)) {
      $0.arrayBytes = 1 << 20
      $0.memoryLimit = 100 << 20
    }
    #expect(plan.parts.isEmpty)
    #expect(plan.skipped.count == 4)
    #expect(
      plan.skipped[0].reason == "needs 128 MiB, the limit is 100 MiB; raise --memory or lower --array-size")
  }

  private func loaded(_ machine: Topology, cpus: CPUSet? = nil) throws -> LoadedLatencyWorkload? {
    try makePlan(machine) {
      $0.parts = [.loadedLatency]
      $0.cpus = cpus
    }.loadedLatencies().first
  }

  @Test("One CPU of every other core of the chaser's node loads")
  func loaders() throws {
    #expect(try loaded(Machine.small)?.location.cpus == [0, 1])
    let smt = Machine.regular(nodes: 2, cores: 3, threads: 2)
    #expect(
      try loaded(smt)?.location == Location(cpus: [0, 1, 2], bindNode: nil, cpuNode: "0", memoryNode: "0"))
    #expect(try loaded(Machine.hybrid)?.location.cpus == [0, 2, 4, 6, 8, 10] + Array(12..<20))
    #expect(try loaded(smt, cpus: CPUSet([0, 7, 8]))?.location.cpus == [0, 7, 8])
  }

  @Test("Where there is but one core, its siblings load")
  func siblingsLoad() throws {
    #expect(try loaded(Machine.regular(nodes: 1, cores: 1, threads: 2))?.location.cpus == [0, 1])
    #expect(try loaded(Machine.small, cpus: CPUSet([1])) == nil)
  }

  @Test("The load is four times all last-level caches of the loading CPUs, the chase four times its own")
  func loadBeyondCaches() throws {
    let workload = try #require(try loaded(Machine.regular(nodes: 1, cores: 8, l3Groups: 4)))
    #expect(workload.workingSet == 64 << 20)
    #expect(workload.loadBytes == 256 << 20)
  }

  @Test("A chaser whose node has no second CPU is skipped with its name, though other nodes have some")
  func aloneOnNode() throws {
    let plan = try makePlan(Machine.regular(nodes: 8, cores: 2)) {
      $0.parts = [.loadedLatency]
      $0.cpus = CPUSet([3, 4])
    }
    #expect(plan.parts.isEmpty)
    #expect(
      plan.skipped == [
        Run.Skipped(part: "memory.loaded_latency", reason: "needs a second CPU on the node of CPU 3")
      ])
  }
}
