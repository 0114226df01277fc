import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import MemoryBenchmark

@Suite("Memory plans of captured machines")
struct CapturedPlanTests {
  /// What the plan of a machine must hold, found by reading its files.
  struct Expected: Sendable, CustomTestStringConvertible {
    let machine: String
    /// CPU nodes and memory nodes of the matrix; nil where there is one node.
    let matrix: (cpuNodes: [Int], memoryNodes: [Int])?
    /// Bytes of an array for all CPUs: four times their last caches.
    let arrayBytes: Int
    /// The chaser and the loading CPUs.
    let loaded: [Int]
    var testDescription: String { machine }
  }

  private static let expected = [
    Expected(
      machine: "16amd64-8n2c-cpusets", matrix: ([0, 1, 2, 3, 6, 7], [1, 2, 3, 4]), arrayBytes: 40 << 20,
      loaded: [0, 1]),
    Expected(
      machine: "20em64t-hybrid-1p6c2t+2ca4co1t", matrix: nil, arrayBytes: 96 << 20,
      loaded: [0, 2, 4, 6, 8, 10] + Array(12..<20)),
    Expected(
      machine: "32amd64-4s2n4c-cgroup2", matrix: ([0, 1], [0, 1, 2, 3, 4, 5]), arrayBytes: 8 * 5_240_832,
      loaded: [0, 1, 2, 3]),
    Expected(
      machine: "96em64t-4no4pa3ca2co", matrix: ([0, 1, 2, 3], [0, 1, 2, 3]), arrayBytes: 1 << 30,
      loaded: Array(0..<24)),
    Expected(
      machine: "nvidiagpunumanodes", matrix: ([0, 8], [0, 8, 250, 251, 252, 253, 254, 255]),
      arrayBytes: 160 << 20, loaded: [0, 4, 8, 12]),
    // The node of CPU 4 is offline: its neighbours are not known.
    Expected(machine: "offline-cpu0-node0", matrix: nil, arrayBytes: 240 << 20, loaded: Array(4...20)),
  ]

  private func plan(_ expected: Expected, suite: Suite = .standard) throws -> MemoryPlan {
    try makePlan(CapturedMachine.named(expected.machine).topology, suite: suite)
  }

  @Test(
    "Every CPU's node with every memory that may be used, memory-only nodes included", arguments: expected)
  func matrix(expected: Expected) throws {
    let plan = try plan(expected)
    let pairs = Set(
      try plan.bandwidths().filter { $0.location.bindNode != nil }
        .map { [Int($0.location.cpuNode), $0.location.bindNode] })
    guard let matrix = expected.matrix else {
      #expect(pairs.isEmpty)
      #expect(plan.skipped.contains(Run.Skipped(part: "memory.numa_matrix", reason: "one NUMA node")))
      return
    }
    #expect(pairs == Set(matrix.cpuNodes.flatMap { cpu in matrix.memoryNodes.map { [cpu, $0] } }))
  }

  @Test("Arrays are four times the last caches of the CPUs that use them", arguments: expected)
  func arrays(expected: Expected) throws {
    let all = try plan(expected).bandwidths().filter { $0.location.bindNode == nil }
    #expect(all.map(\.arrayBytes).max() == expected.arrayBytes)
  }

  @Test("One CPU of every other core of the chaser's node loads", arguments: expected)
  func loaded(expected: Expected) throws {
    #expect(try plan(expected).loadedLatencies().first?.location.cpus == expected.loaded)
  }

  @Test("Only CPUs and memory that the cgroup allows are used", arguments: expected)
  func allowed(expected: Expected) throws {
    let topology = try CapturedMachine.named(expected.machine).topology
    for suite in [Suite.quick, .standard, .thorough] {
      for workload in try plan(expected, suite: suite).workloads() {
        let location =
          switch workload {
          case .bandwidth(let workload): workload.location
          case .latency(let workload): workload.location
          case .loadedLatency(let workload): workload.location
          }
        #expect(CPUSet(location.cpus).isSubset(of: topology.allowedCPUs))
        if let node = location.bindNode { #expect(topology.allowedNodes.contains(node)) }
      }
    }
  }
}
