import Host
import Platform
import TestSupport
import Testing

@testable import Advice

struct LayoutPlannerTests {
  private func layout(
    _ topology: Topology, _ goal: LayoutGoal, _ guests: String? = nil
  ) throws -> CPULayout {
    try LayoutPlanner(topology, LayoutOptions(goal)).layout(for: guests.map(GuestShape.list) ?? [])
  }

  private func list(_ text: String) throws -> CPUSet { try CPUSet(list: text) }

  // MARK: Small machines

  @Test(arguments: [1, 2])
  func smallMachinesIsolateNothingAndSaySo(cores: Int) throws {
    let topology = Machine.regular(nodes: 1, cores: cores)
    let layout = try layout(topology, .latency, "1x1c1g")
    #expect(layout.partitions.isEmpty)
    #expect(layout.housekeeping == topology.cpus)
    #expect(layout.notes.contains { $0.hasPrefix("nothing can be isolated") })
    #expect(layout.unplaced.first?.reason.contains("throughput and density") ?? false)
  }

  @Test func smallMachinesStillShare() throws {
    let layout = try layout(Machine.small, .throughput, "1x2c4g")
    #expect(layout.fits)
    #expect(layout.places.first?.cpus == (try list("0-1")))
    #expect(layout.notes.contains { $0.contains("the host shares one of them") })
    #expect(layout.housekeeping == (try list("0")))
  }

  @Test func threeCoresAreEnough() throws {
    let layout = try layout(Machine.regular(nodes: 1, cores: 3), .latency)
    #expect(layout.exclusiveCPUs == (try list("1-2")))
    #expect(layout.housekeeping == (try list("0")))
  }

  // MARK: Places

  @Test func guestsHaveWholeCoresOfOneCache() throws {
    // Two nodes of 8 cores in two caches each: siblings are 16 apart.
    let topology = Machine.regular(nodes: 2, cores: 8, threads: 2, l3Groups: 2)
    let layout = try layout(topology, .latency, "2x8c16g")
    #expect(layout.fits)
    // The first cache of each node has lost a core to the host.
    #expect(layout.places.map(\.cpus) == [try list("4-7,20-23"), try list("12-15,28-31")])
    #expect(layout.places.map(\.partition) == ["assay-isolated-node0", "assay-isolated-node1"])
    #expect(layout.housekeeping == (try list("0,8,16,24")))
  }

  @Test func bestFitKeepsLargeHoles() throws {
    let topology = Machine.regular(nodes: 1, cores: 8, l3Groups: 2)
    let layout = try layout(topology, .latency, "1x3c4g,1x4c4g")
    #expect(layout.fits)
    // Cache 0-3 has three cores beside the host's.
    #expect(layout.places.map(\.cpus) == [try list("1-3"), try list("4-7")])
    #expect(layout.places.map(\.cache) == ["L3 of CPUs 0-3", "L3 of CPUs 4-7"])
    #expect(layout.notes.allSatisfy { !$0.contains("split") })
  }

  @Test func aGuestLargerThanACacheIsTold() throws {
    let topology = Machine.regular(nodes: 1, cores: 8, l3Groups: 2)
    let layout = try layout(topology, .latency, "1x6c4g")
    #expect(layout.fits)
    #expect(layout.places.first?.cache == nil)
    #expect(layout.notes.contains { $0.hasPrefix("guest 1: no single cache has room") })
  }

  @Test func aGuestLargerThanANodeIsSplitOverTheNearestAndTold() throws {
    var topology = Machine.regular(nodes: 4, cores: 4)
    topology.distances = [[10, 30, 20, 30], [30, 10, 30, 20], [20, 30, 10, 30], [30, 20, 30, 10]]
    let layout = try layout(topology, .latency, "1x6c100g")
    let place = try #require(layout.places.first)
    #expect(place.nodes == (try list("0,2")))
    #expect(place.cpus == (try list("1-3,9-11")))
    #expect(place.memory.map(\.bytes).reduce(0, +) == 100 << 30)
    #expect(place.memory.map(\.bytes) == [50 << 30, 50 << 30])
    #expect(place.partition == "assay-isolated-nodes-0-2")
    #expect(layout.notes.contains { $0.contains("larger than any one node") && $0.contains("nodes 0,2") })
    let partition = try #require(layout.partitions.first { $0.name == place.partition })
    #expect(partition.mems == place.nodes)
  }

  @Test func memoryAloneCanSplitAGuest() throws {
    let layout = try layout(Machine.regular(nodes: 2, cores: 4, memoryBytes: 16 << 30), .latency, "1x2c20g")
    let place = try #require(layout.places.first)
    #expect(place.nodes == (try list("0-1")))
    #expect(place.cpus.count == 2)
    #expect(layout.notes.contains { $0.contains("memory split over nodes 0-1") })
  }

  @Test func anOddGuestLeavesASiblingIdleAndIsTold() throws {
    let layout = try layout(Machine.regular(nodes: 1, cores: 4, threads: 2), .latency, "1x3c1g")
    #expect(layout.places.first?.cpus.count == 4)
    #expect(layout.notes.contains { $0.hasPrefix("guest 1: cores are never shared") })
  }

  // MARK: What does not fit

  @Test(arguments: [
    ("1x64c1g", "guests can have 6 CPUs on this machine"),
    ("1x1c900g", "guests can have 120 GiB on this machine"),
    ("9x1c1g", "the others leave 0 CPUs"), ("3x2c60g", "at most"),
  ])
  func whatDoesNotFitIsToldWithFigures(guests: String, reason: String) throws {
    let layout = try layout(Machine.regular(nodes: 2, cores: 4), .latency, guests)
    #expect(!layout.fits)
    #expect(layout.unplaced.first?.reason.contains(reason) ?? false, "\(layout.unplaced)")
  }

  @Test func nothingAllowedIsNoCrash() throws {
    var topology = Machine.regular(nodes: 2, cores: 4)
    topology.allowedNodes = CPUSet()
    for goal in LayoutGoal.allCases {
      let layout = try layout(topology, goal, "1x1c1g")
      #expect(layout.unplaced.first?.reason.hasPrefix("no NUMA node") ?? false)
      #expect(layout.housekeeping == topology.cpus)
      #expect(layout.partitions.isEmpty)
    }
    topology.allowedCPUs = CPUSet()
    #expect(try layout(topology, .latency).housekeeping.isEmpty)
  }

  // MARK: Special machines

  @Test func hybridsGiveFastCoresToGuestsAndSlowOnesToTheHost() throws {
    let layout = try layout(Machine.hybrid, .latency, "2x4c8g")
    #expect(layout.fits)
    #expect(layout.housekeeping == (try list("12")))
    #expect(layout.places.allSatisfy { $0.cpus.isSubset(of: CPUSet(0..<12)) })
    let rest = layout.partitions.first { $0.name == "assay-shared-node0" }
    #expect(rest?.cpus == (try list("8-11,13-19")))
    let large = try self.layout(Machine.hybrid, .latency, "1x14c8g")
    #expect(large.unplaced.first?.reason.contains("12 CPUs") ?? false)
  }

  @Test func memoryOnlyNodesAreNoHome() throws {
    let layout = try layout(Machine.withGPUMemory, .throughput, "2x1c4g")
    #expect(layout.nodes.map(\.id) == [0, 1])
    #expect(layout.partitions.allSatisfy { !$0.mems.contains(2) })
    #expect(
      layout.notes.contains("node 2 (GPUMemory) is memory only: a slower tier, not used as a home"))
  }

  @Test func siblingsOfOthersAreLeftToTheHost() throws {
    var topology = Machine.regular(nodes: 1, cores: 6, threads: 2)
    // Core 5 is CPUs 5 and 11, of which this cgroup has one.
    topology.allowedCPUs = topology.cpus.subtracting(CPUSet([11]))
    let layout = try layout(topology, .latency)
    #expect(layout.exclusiveCPUs == (try list("1-4,7-10")))
    #expect(layout.housekeeping == (try list("0,5-6")))
  }

  @Test func rootPartitionsAreMadeOnRequest() throws {
    let options = try LayoutOptions(goal: .latency, exclusivePartition: .root)
    let layout = LayoutPlanner(Machine.regular(nodes: 1, cores: 4), options).layout()
    #expect(layout.partitions.map(\.kind) == [.member, .root])
  }

  @Test func densityStatesItsOvercommit() throws {
    let layout = try layout(Machine.regular(nodes: 1, cores: 8), .density, "14x2c2g")
    #expect(layout.fits)
    #expect(
      layout.notes.contains { $0.contains("up to 4 virtual CPUs a CPU") && $0.contains("28 on 7 CPUs, 4.00") }
    )
    let more = try self.layout(Machine.regular(nodes: 1, cores: 8), .density, "15x2c2g")
    #expect(more.unplaced.map(\.shape.count) == [1])
    // A guest never has more virtual CPUs than there are CPUs for it.
    #expect(!(try self.layout(Machine.regular(nodes: 1, cores: 8), .density, "1x8c2g").fits))
  }
}
