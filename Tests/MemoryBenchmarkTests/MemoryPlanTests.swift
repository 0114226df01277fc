import Experiment
import Host
import Platform
import TestSupport
import Testing

@testable import MemoryBenchmark

@Suite("Memory plan: parts by machine and suite")
struct MemoryPlanTests {
  @Test("Two CPUs on one node")
  func small() throws {
    let plan = try makePlan(Machine.small)
    #expect(
      plan.names == [
        "bandwidth threads=1", "bandwidth threads=2", "latency pages=4k", "latency pages=thp",
        "loaded_latency",
      ])
    #expect(plan.skipped == [Run.Skipped(part: "memory.numa_matrix", reason: "one NUMA node")])
    #expect(plan.parts.allSatisfy { $0.benchmark == "memory" && $0.timeLimit > 120 })
    #expect(try plan.workloads().count == plan.parts.count)
  }

  @Test("One CPU has no loaded latency, and one number of threads")
  func oneCPU() throws {
    let plan = try makePlan(Machine.regular(nodes: 1, cores: 1))
    #expect(plan.names == ["bandwidth threads=1", "latency pages=4k", "latency pages=thp"])
    #expect(
      plan.skipped == [
        Run.Skipped(part: "memory.loaded_latency", reason: "needs a second CPU on the node of CPU 0"),
        Run.Skipped(part: "memory.numa_matrix", reason: "one NUMA node"),
      ])
  }

  @Test("The suites walk the numbers of threads more and more finely")
  func suites() throws {
    let machine = Machine.regular(nodes: 4, cores: 24)
    func threads(_ suite: Suite) throws -> [Int] {
      try makePlan(machine, suite: suite) { $0.parts = [.bandwidth] }.bandwidths().map(\.location.cpus.count)
    }
    #expect(try threads(.quick) == [1, 96])
    #expect(try threads(.standard) == [1, 2, 4, 8, 16, 32, 64, 96])
    #expect(try threads(.thorough) == Array(stride(from: 1, through: 95, by: 2)) + [96])
  }

  @Test("Threads take one CPU of every core before any sibling")
  func coresFirst() throws {
    let bandwidths = try makePlan(Machine.hybrid) { $0.parts = [.bandwidth] }.bandwidths()
    let sixteen = try #require(bandwidths.first { $0.location.cpus.count == 16 })
    #expect(sixteen.location.cpus == [0, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 1, 3])
    #expect(bandwidths.last?.location.cpus.count == 20)
  }

  @Test("Arrays are four times the last-level caches in use, not those of the whole machine")
  func arraySizes() throws {
    let plan = try makePlan(Machine.regular(nodes: 4, cores: 24)) { $0.parts = [.bandwidth] }
    #expect(try plan.bandwidths().map { $0.arrayBytes >> 20 } == [64, 64, 64, 64, 64, 128, 192, 256])
    let unknown = try makePlan(Machine.regular(nodes: 1, cores: 2, caches: nil))
    #expect(try unknown.bandwidths().map(\.arrayBytes) == [128 << 20, 128 << 20])
    let given = try makePlan(Machine.small) { $0.arrayBytes = 1 << 20 }
    #expect(try given.bandwidths().map(\.arrayBytes) == [1 << 20, 1 << 20])
  }

  @Test("Labels name the node, or all nodes with each thread's own memory; nothing is bound")
  func labels() throws {
    let bandwidths = try makePlan(Machine.regular(nodes: 4, cores: 24)) { $0.parts = [.bandwidth] }
      .bandwidths()
    #expect(bandwidths.map(\.location.cpuNode) == ["0", "0", "0", "0", "0", "all", "all", "all"])
    #expect(bandwidths.map(\.location.memoryNode) == ["0", "0", "0", "0", "0", "local", "local", "local"])
    #expect(bandwidths.allSatisfy { $0.location.bindNode == nil })
    var unknown = Machine.small
    unknown.nodes[0].cpus = CPUSet()
    let first = try #require(makePlan(unknown) { $0.parts = [.bandwidth] }.bandwidths().first)
    #expect(first.location.labels == ["cpu_node": "unknown", "memory_node": "unknown"])
  }

  @Test("Every kernel with every store, `read` with one; the order is seeded")
  func loops() throws {
    let workload = try #require(makePlan(Machine.small).bandwidths().first)
    #expect(workload.loops.count == 13)
    #expect(Set(workload.loops).count == 13)
    #expect(workload.loops.count { $0.kernel == .read } == 1)
    #expect(workload.instructions == .avx2)
    let primary = Set(workload.loops.filter(\.primary).map { "\($0.kernel) \($0.store)" })
    #expect(primary == ["read ordinary", "copy streaming", "triad streaming"])
    func order(seed: UInt64) throws -> [LoopChoice] {
      try #require(makePlan(Machine.small) { $0.seed = seed }.bandwidths().first).loops
    }
    #expect(try order(seed: 5) == order(seed: 5))
    #expect(try order(seed: 5) != order(seed: 6))
  }

  @Test("Verdicts count one thread and all threads, not what lies between, unless it was asked for")
  func primaryThreads() throws {
    let counts = try makePlan(Machine.regular(nodes: 1, cores: 8)).bandwidths().filter {
      $0.loops.contains(where: \.primary)
    }
    #expect(counts.map(\.location.cpus.count) == [1, 8])
    let asked = try makePlan(Machine.regular(nodes: 1, cores: 8)) { $0.threads = 3 }.bandwidths()
    #expect(asked.map(\.location.cpus.count) == [3])
    #expect(asked[0].loops.contains { $0.primary })
  }

  @Test("Kernels, store, instruction set, pages and duration go into the workloads")
  func options() throws {
    let plan = try makePlan(Machine.small) {
      $0.kernels = [.triad, .read]
      $0.store = .streaming
      $0.instructions = .sse2
      $0.pages = .huge2M
      $0.duration = 0.5
    }
    for workload in try plan.bandwidths() {
      #expect(Set(workload.loops.map { "\($0.kernel) \($0.store)" }) == ["triad streaming", "read ordinary"])
      #expect(workload.instructions == .sse2)
      #expect(workload.pages == .huge2M)
      #expect(workload.window == 0.5)
    }
    #expect(try plan.loadedLatencies().map(\.window) == [1])
    #expect(try plan.loadedLatencies().map(\.pages) == [.huge2M])
    #expect(try plan.loadedLatencies().map(\.instructions) == [.sse2])
    #expect(try plan.latencies().map(\.pages) == [.huge2M])
  }

  @Test("One working set is measured alone, with the pages that were asked for or both kinds")
  func workingSet() throws {
    let both = try makePlan(Machine.small) { $0.workingSet = 64 << 20 }.latencies()
    #expect(both.map(\.pages) == [.base, .transparentHuge])
    #expect(both.allSatisfy { $0.points.map(\.bytes) == [64 << 20] && $0.points[0].primary })
    let one = try makePlan(Machine.small) {
      $0.workingSet = 16 << 10
      $0.pages = .base
    }.latencies()
    #expect(one.map(\.pages) == [.base])
    #expect(one[0].points == [LatencyWorkload.Point(bytes: 16 << 10, level: "L1", primary: true)])
  }

  @Test("The quick suite has shorter windows, fewer working sets and fewer loads than the standard one")
  func quick() throws {
    let quick = try makePlan(Machine.small, suite: .quick)
    let standard = try makePlan(Machine.small)
    #expect(quick.names == standard.names)
    #expect(try quick.bandwidths().map(\.window) == [0.025, 0.025])
    #expect(try standard.bandwidths().map(\.window) == [0.1, 0.1])
    #expect(try quick.loadedLatencies().map(\.loads) == [[0, 25, 50, 75, 100]])
    #expect(try standard.loadedLatencies().map(\.loads) == [[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]])
    #expect(try quick.latencies()[0].points.count < standard.latencies()[0].points.count)
  }

  @Test("The staircase rises through every level to eight times the last cache, which alone is primary")
  func staircase() throws {
    for suite in [Suite.quick, .standard] {
      let workload = try makePlan(Machine.small, suite: suite).latencies()[0]
      let points = workload.points
      #expect(points.map(\.bytes) == points.map(\.bytes).sorted())
      #expect(Set(points.map(\.bytes)).count == points.count)
      #expect(points.first?.bytes == 8 << 10)
      #expect(points.last == LatencyWorkload.Point(bytes: 128 << 20, level: "DRAM", primary: true))
      #expect(points.count { $0.primary } == 1)
      #expect(Set(points.map(\.level)) == ["L1", "L2", "L3", "mixed", "DRAM"])
      #expect(workload.location.cpus == [0])
    }
  }

  @Test("A machine whose first CPU is offline is measured from its first online one")
  func firstOffline() throws {
    let plan = try makePlan(Machine.firstOffline)
    #expect(try plan.bandwidths().map(\.location.cpus) == [[1], [1, 2], [1, 2, 3]])
    #expect(try plan.latencies()[0].location.cpus == [1])
    #expect(try plan.loadedLatencies()[0].location.cpus == [1, 2, 3])
  }

  @Test("Only what the cgroup and affinity allow is used")
  func restrictedCPUs() throws {
    var machine = Machine.regular(nodes: 2, cores: 4, threads: 2)
    machine.allowedCPUs = CPUSet([1, 9, 5])
    let plan = try makePlan(machine)
    #expect(
      try plan.bandwidths().filter { $0.location.bindNode == nil }.map(\.location.cpus) == [
        [1], [1, 5], [1, 5, 9],
      ])
    let chosen = try makePlan(machine) { $0.cpus = CPUSet([5, 9]) }
    #expect(try chosen.latencies()[0].location.cpus == [9])
  }

  @Test("Only the parts that were asked for are planned, and the others are not called skipped")
  func chosenParts() throws {
    #expect(try makePlan(Machine.small) { $0.parts = [.loadedLatency] }.names == ["loaded_latency"])
    #expect(try makePlan(Machine.small) { $0.parts = [.latency] }.skipped.isEmpty)
    let two = try makePlan(Machine.regular(nodes: 2, cores: 2)) { $0.parts = [.latency] }
    #expect(
      two.skipped == [
        Run.Skipped(part: "memory.latency per NUMA pair", reason: "measured by the part numa_matrix")
      ])
  }

  @Test("The same topology and options give the same plan")
  func pure() throws {
    let machine = Machine.regular(nodes: 8, cores: 2)
    #expect(try makePlan(machine).parts == makePlan(machine).parts)
  }
}
