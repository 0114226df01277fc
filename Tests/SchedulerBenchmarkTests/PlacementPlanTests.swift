import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Placement plan")
struct PlacementPlanTests {
  private func placements(
    _ machine: Topology, _ change: (inout SchedulerOptions) -> Void = { _ in }
  ) throws -> [PlacementPolicy: PlacementWorkload] {
    Dictionary(
      uniqueKeysWithValues: try PartPlanning(.placement, machine, change).placements().map { ($0.policy, $0) }
    )
  }

  @Test("Two CPUs: two policies, the others are the same as one of these or need leave")
  func small() throws {
    let plan = try PartPlanning(.placement, Machine.small)
    #expect(plan.names == ["placement policy=none", "placement policy=per_cpu"])
    #expect(
      plan.skipped == [
        "placement policy=per_core": "no SMT siblings among the CPUs in use: the same as policy=per_cpu",
        "placement policy=per_cache": "one last-level cache for all CPUs in use: the same as policy=none",
        "placement policy=per_node": "all CPUs in use are on one NUMA node: the same as policy=none",
        "placement policy=interleaved": "one NUMA node with memory",
        "placement policy=cpuset": "makes a temporary control group: allow it with --cgroup",
      ])
  }

  @Test("One CPU has one policy")
  func oneCPU() throws {
    let plan = try PartPlanning(.placement, Machine.regular(nodes: 1, cores: 1))
    #expect(plan.names == ["placement policy=none"])
    #expect(plan.skipped["placement policy=per_cpu"] == "one CPU in use")
  }

  @Test("SMT: as many workers as cores, pinned side by side or one a core")
  func siblings() throws {
    let planned = try placements(Machine.regular(nodes: 1, cores: 4, threads: 2))
    #expect(Set(planned.keys) == [.none, .perCPU, .perCore])
    #expect(planned[.perCPU]?.places.map(\.cpus.numbers) == [[0], [4], [1], [5]])
    #expect(planned[.perCore]?.places.map(\.cpus.numbers) == [[0], [1], [2], [3]])
    #expect(planned[.none]?.places.map(\.cpus.numbers) == Array(repeating: Array(0..<8), count: 4))
  }

  @Test("Every policy has the same number of workers, memory and window")
  func comparable() throws {
    for machine in [
      Machine.regular(nodes: 8, cores: 4, threads: 2, l3Groups: 2), Machine.hybrid, Machine.withGPUMemory,
    ] {
      let planned = try PartPlanning(.placement, machine) { $0.mayCreateGroup = true }.placements()
      #expect(planned.count > 2)
      #expect(Set(planned.map(\.places.count)).count == 1)
      #expect(Set(planned.map(\.bytes)).count == 1)
      #expect(Set(planned.map(\.window)) == [0.25])
      #expect(planned.allSatisfy { $0.places.allSatisfy { !$0.cpus.isEmpty } })
    }
  }

  @Test("Eight nodes: workers below a cache, on a node with its memory, or anywhere with memory everywhere")
  func nodes() throws {
    let planned = try placements(Machine.regular(nodes: 8, cores: 4, l3Groups: 2))
    #expect(Set(planned.keys) == [.none, .perCPU, .perCache, .perNode, .interleaved])
    let byCache = try #require(planned[.perCache])
    #expect(byCache.places.map(\.cpus.numbers).prefix(3) == [[0, 1], [0, 1], [2, 3]])
    #expect(byCache.places.allSatisfy { $0.node == nil })
    let byNode = try #require(planned[.perNode])
    #expect(byNode.places[0] == PlacementWorkload.Place(cpus: CPUSet(0..<4), node: 0))
    #expect(byNode.places[31] == PlacementWorkload.Place(cpus: CPUSet(28..<32), node: 7))
    #expect(planned[.interleaved]?.interleavedOver == CPUSet(0..<8))
    #expect(planned[.interleaved]?.places == planned[.none]?.places)
    #expect(planned[.none]?.interleavedOver.isEmpty == true)
  }

  @Test("A GPU's memory is neither bound to nor spread over; a node without memory binds only CPUs")
  func oddNodes() throws {
    #expect(try placements(Machine.withGPUMemory)[.interleaved]?.interleavedOver == CPUSet([0, 1]))
    var machine = Machine.regular(nodes: 3, cores: 2)
    machine.nodes[1].memoryBytes = 0
    let planned = try placements(machine)
    #expect(planned[.perNode]?.places.map(\.node) == [0, 0, nil, nil, 2, 2])
    #expect(planned[.interleaved]?.interleavedOver == CPUSet([0, 2]))
    machine.allowedNodes = CPUSet([0])
    #expect(try placements(machine)[.interleaved] == nil)
    #expect(try placements(machine)[.perNode]?.places.map(\.node) == [0, 0, nil, nil, nil, nil])
  }

  @Test("Caches of one CPU each are the same as pinning")
  func coincidence() throws {
    let plan = try PartPlanning(.placement, Machine.regular(nodes: 1, cores: 4, l3Groups: 4))
    #expect(plan.names == ["placement policy=none", "placement policy=per_cpu"])
    #expect(
      plan.skipped["placement policy=per_cache"] == "the same CPUs and memory here as policy=per_cpu")
  }

  @Test("Unknown caches and an offline first CPU")
  func oddMachines() throws {
    let unknown = try PartPlanning(.placement, Machine.regular(nodes: 1, cores: 2, caches: nil))
    #expect(
      unknown.skipped["placement policy=per_cache"]
        == "the kernel does not tell the last-level cache of every CPU in use")
    #expect(try unknown.placements()[0].bytes == 8 << 20)
    let offline = try placements(Machine.firstOffline)
    #expect(offline[.perCPU]?.places.map(\.cpus.numbers) == [[1], [2], [3]])
  }

  @Test("Memory is twice a core's share of its last cache, within bounds")
  func bytes() throws {
    #expect(try placements(Machine.small)[.none]?.bytes == 16 << 20)
    #expect(try placements(Machine.regular(nodes: 1, cores: 8))[.none]?.bytes == 4 << 20)
    #expect(try placements(Machine.regular(nodes: 1, cores: 64))[.none]?.bytes == 1 << 20)
  }

  @Test("A control group only with leave, and where CPU sets are to be had")
  func group() throws {
    let machine = Machine.regular(nodes: 1, cores: 2, threads: 2)
    let planned = try placements(machine) { $0.mayCreateGroup = true }
    #expect(planned[.cpuset]?.group == CPUSet([0, 1]))
    #expect(planned[.none]?.group == nil)
    let without = try PartPlanning(
      .placement, machine, rights: SchedulerPlan.Rights(withoutCPUSets: "cgroup v1 holds it")
    ) { $0.mayCreateGroup = true }
    #expect(without.skipped["placement policy=cpuset"] == "cgroup v1 holds it")
  }

  @Test("More threads than may be started are refused")
  func threads() {
    #expect(throws: PlanRefused.self) {
      _ = try PartPlanning(.placement, Machine.small, rights: SchedulerPlan.Rights(threadLimit: 1))
    }
  }
}
