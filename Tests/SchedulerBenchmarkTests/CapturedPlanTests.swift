import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Scheduler plans of captured machines")
struct CapturedPlanTests {
  /// What the plan of a machine must hold, found by reading its files.
  struct Expected: Sendable, CustomTestStringConvertible {
    let machine: String
    /// The pair that stands for each class.
    let pairs: [PairingClass: [Int]]
    let placements: [PlacementPolicy]
    /// Workers of a placement: cores in use.
    let workers: Int
    /// Pairs of CPUs that core_to_core measures; nil for a sample of them.
    let corePairs: Int?
    var testDescription: String { machine }
  }

  private static let expected = [
    // Ten of 16 CPUs are in the cgroup; a last cache for each; memory of nodes 1 to 4 only.
    Expected(
      machine: "16amd64-8n2c-cpusets", pairs: [.sameCPU: [0, 0], .sameNode: [0, 1], .otherNode: [0, 2]],
      placements: [.none, .perCPU, .perNode, .interleaved], workers: 10, corePairs: 45),
    Expected(
      machine: "20em64t-hybrid-1p6c2t+2ca4co1t",
      pairs: [.sameCPU: [0, 0], .siblings: [0, 1], .sameCache: [0, 2]],
      placements: [.none, .perCPU, .perCore],
      workers: 14, corePairs: 190),
    Expected(
      machine: "32amd64-4s2n4c-cgroup2",
      pairs: [.sameCPU: [0, 0], .sameCache: [0, 1], .otherNode: [0, 4]],
      placements: [.none, .perCPU, .perCache, .perNode, .interleaved], workers: 6, corePairs: 15),
    // Four packages a node, whose CPUs are numbered in turn.
    Expected(
      machine: "96em64t-4no4pa3ca2co",
      pairs: [.sameCPU: [0, 0], .sameCache: [0, 4], .sameNode: [0, 1], .otherNode: [0, 24]],
      placements: [.none, .perCPU, .perCache, .perNode, .interleaved], workers: 96, corePairs: nil),
    // Four threads a core, two caches a node; nodes 250 to 255 are memory of GPUs.
    Expected(
      machine: "nvidiagpunumanodes",
      pairs: [
        .sameCPU: [0, 0], .siblings: [0, 1], .sameCache: [0, 4], .sameNode: [0, 8], .otherNode: [0, 88],
      ], placements: [.none, .perCPU, .perCore, .perCache, .perNode, .interleaved], workers: 8, corePairs: 496
    ),
    // CPUs 0 to 3 and the node of the even CPUs are offline.
    Expected(
      machine: "offline-cpu0-node0", pairs: [.sameCPU: [4, 4], .sameCache: [4, 6], .otherNode: [4, 5]],
      placements: [.none, .perCPU, .perCache], workers: 17, corePairs: 136),
  ]

  private func topology(_ expected: Expected) throws -> Topology {
    try CapturedMachine.named(expected.machine).topology
  }

  @Test(
    "Each class of pairs that there is has its switches and moves; each that is not, a reason",
    arguments: expected)
  func pairs(expected: Expected) throws {
    let topology = try topology(expected)
    let switching = try PartPlanning(.switch, topology)
    var planned: [String: [Int]] = [:]
    for case .switch(let workload) in try switching.workloads() { planned[workload.pairing] = workload.pair }
    #expect(planned == Dictionary(uniqueKeysWithValues: expected.pairs.map { ($0.key.rawValue, $0.value) }))
    #expect(switching.names.last == "switch pairing=free")
    let moving = try PartPlanning(.migration, topology)
    #expect(
      try Dictionary(uniqueKeysWithValues: moving.migrations().map { ($0.pairing, [$0.from, $0.to]) })
        == expected.pairs)
    for kind in PairingClass.allCases where expected.pairs[kind] == nil {
      #expect(switching.skipped["switch pairing=\(kind.rawValue)"]?.hasPrefix("no \(kind.inWords)") == true)
      #expect(moving.skipped["migration pairing=\(kind.rawValue)"]?.hasPrefix("no \(kind.inWords)") == true)
    }
  }

  @Test("Workers are placed where the machine makes a difference", arguments: expected)
  func placements(expected: Expected) throws {
    let planned = try PartPlanning(.placement, topology(expected)).placements()
    #expect(planned.map(\.policy) == expected.placements)
    #expect(planned.allSatisfy { $0.places.count == expected.workers })
  }

  @Test("Every pair of CPUs, or a sample of them where there are too many", arguments: expected)
  func coreToCore(expected: Expected) throws {
    let plan = try PartPlanning(.coreToCore, topology(expected))
    var pairs: [Pairing] = []
    for case .coreToCore(let workload) in try plan.workloads() { pairs += workload.groups.flatMap(\.pairs) }
    if let count = expected.corePairs {
      #expect(pairs.count == count)
      #expect(plan.skipped.isEmpty)
    } else {
      #expect(Set(pairs.map(\.kind)) == Set(expected.pairs.keys).subtracting([.sameCPU]))
      #expect(plan.skipped["core_to_core pairs"]?.hasPrefix("96 CPUs: \(pairs.count) of 4560 pairs") == true)
    }
  }

  @Test(
    "Only CPUs and memory that the cgroup allows are used, and each CPU sleeps and reads", arguments: expected
  )
  func allowed(expected: Expected) throws {
    let topology = try topology(expected)
    let plan = try makePlan(topology) { $0.mayCreateGroup = true }
    #expect(plan.parts.allSatisfy { $0.workload.utf8.count < 100_000 })
    var nodes = CPUSet()
    for workload in try plan.workloads() {
      #expect(workload.cpusInUse.isSubset(of: topology.allowedCPUs), "\(workload)")
      switch workload {
      case .wakeup(let wakeup): #expect(CPUSet(wakeup.cpus) == topology.allowedCPUs)
      case .noise(let noise): #expect(CPUSet(noise.cpus) == topology.allowedCPUs)
      case .placement(let placement):
        nodes = nodes.union(CPUSet(placement.places.compactMap(\.node))).union(placement.interleavedOver)
      default: break
      }
    }
    #expect(nodes.isSubset(of: topology.allowedNodes))
    let gpus = CPUSet(topology.nodes.filter(\.memoryOnly).map(\.id))
    #expect(nodes.intersection(gpus).isEmpty)
  }

  @Test(
    "A hybrid machine: performance cores are taken before their siblings, and a core of each kind is compared"
  )
  func hybrid() throws {
    let topology = try CapturedMachine.named("20em64t-hybrid-1p6c2t+2ca4co1t").topology
    let placements = try PartPlanning(.placement, topology).placements()
    #expect(placements[1].places.map { $0.cpus.numbers } == (0..<12).map { [$0] } + [[12], [13]])
    #expect(
      placements[2].places.map { $0.cpus.numbers } == [0, 2, 4, 6, 8, 10].map { [$0] }
        + (12..<20).map { [$0] })
  }
}

extension SchedulerWorkload {
  /// Every CPU that a workload names.
  fileprivate var cpusInUse: CPUSet {
    switch self {
    case .wakeup(let workload): CPUSet(workload.cpus)
    case .message(let workload): CPUSet(workload.cpus)
    case .switch(let workload): CPUSet(workload.cpus + (workload.pair ?? []))
    case .coreToCore(let workload): CPUSet(workload.groups.flatMap(\.cpus))
    case .messaging(let workload): CPUSet(workload.cpus)
    case .migration(let workload): CPUSet([workload.from, workload.to])
    case .noise(let workload): CPUSet(workload.cpus)
    case .placement(let workload):
      workload.places.reduce(workload.group ?? CPUSet()) { $0.union($1.cpus) }
    }
  }
}
