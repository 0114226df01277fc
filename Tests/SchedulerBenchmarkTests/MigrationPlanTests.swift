import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Migration plan")
struct MigrationPlanTests {
  private static let all = PairingClass.allCases.map { "migration pairing=\($0.rawValue)" }

  @Test("A pair of each class, and the control")
  func classes() throws {
    let machine = Machine.regular(nodes: 2, cores: 4, threads: 2, l3Groups: 2)
    let plan = try PartPlanning(.migration, machine)
    #expect(plan.names == Self.all)
    #expect(plan.skipped.isEmpty)
    let workloads = try plan.migrations()
    #expect(workloads.map(\.pairing) == PairingClass.allCases)
    #expect(workloads.map(\.from) == [0, 0, 0, 0, 0])
    #expect(workloads.map(\.to) == [0, 8, 1, 2, 4])
  }

  @Test("Classes that a machine lacks are left out with the reason")
  func absent() throws {
    let small = try PartPlanning(.migration, Machine.small)
    #expect(small.names == ["migration pairing=same_cpu", "migration pairing=same_cache"])
    #expect(
      small.skipped == [
        "migration pairing=siblings": "no two hardware threads of one core among the CPUs in use",
        "migration pairing=same_node":
          "no two cores of one node with different last-level caches among the CPUs in use",
        "migration pairing=other_node": "no CPUs of two nodes among the CPUs in use",
      ])
    let one = try PartPlanning(.migration, Machine.regular(nodes: 1, cores: 1))
    #expect(one.names == ["migration pairing=same_cpu"])
    #expect(one.skipped.count == 4)
  }

  @Test("Half of each cache, cut in the quick suite to 4 MiB and in the others to 16")
  func workingSets() throws {
    func set(_ bytes: Int, _ level: String) -> MigrationWorkload.WorkingSet {
      MigrationWorkload.WorkingSet(bytes: bytes, level: level)
    }
    func sets(_ machine: Topology, _ suite: Experiment.Suite = .standard) throws
      -> [MigrationWorkload.WorkingSet]?
    {
      try PartPlanning(.migration, machine, suite: suite).migrations().last?.workingSets
    }
    let near = [set(16 << 10, "L1"), set(512 << 10, "L2")]
    #expect(try sets(Machine.small) == near + [set(8 << 20, "L3")])
    #expect(try sets(Machine.small, .quick) == near + [set(4 << 20, "L3")])
    var caches = Machine.Caches()
    caches.l3 = 256 << 20
    let large = Machine.regular(nodes: 1, cores: 2, caches: caches)
    #expect(try sets(large) == near + [set(16 << 20, "L3")])
  }

  @Test("The control has the first working set only")
  func control() throws {
    let control = try #require(PartPlanning(.migration, Machine.small).migrations().first)
    #expect(control.pairing == .sameCPU)
    #expect(control.from == control.to)
    #expect(control.workingSets.map(\.level) == ["L1"])
  }

  @Test("Two kinds of cores: the smaller cache decides, and a machine may lack a level")
  func hybrid() throws {
    let plan = try PartPlanning(.migration, Machine.hybrid, suite: .standard) { $0.cpus = CPUSet([0, 12]) }
    let workload = try #require(plan.migrations().last)
    #expect([workload.from, workload.to] == [0, 12])
    #expect(workload.workingSets.map(\.bytes) == [16 << 10, 12 << 20])
    #expect(workload.workingSets.map(\.level) == ["L1", "L3"])
  }

  @Test("The first CPU may be offline, and memory without CPUs is no place to go")
  func oddMachines() throws {
    let offline = try PartPlanning(.migration, Machine.firstOffline).migrations()
    #expect(offline.map { [$0.from, $0.to] } == [[1, 1], [1, 2]])
    let gpu = try PartPlanning(.migration, Machine.withGPUMemory).migrations()
    #expect(gpu.map { [$0.from, $0.to] } == [[0, 0], [0, 1], [0, 2]])
  }

  @Test("Without known caches nothing is measured")
  func unknownCaches() throws {
    let plan = try PartPlanning(.migration, Machine.regular(nodes: 1, cores: 2, caches: nil))
    #expect(plan.names.isEmpty)
    #expect(
      plan.skipped["migration pairing=same_node"] == "the kernel does not tell the caches of CPU 0")
  }
}
