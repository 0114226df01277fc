import Experiment
import FoundationEssentials
import Host
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite("AIO plan")
struct AIOPlanTests {
  private static let own = IORange(path: "/proc/1/fd/3", byteCount: 256 << 20, mayWrite: true, isOwn: true)
  private static let readOnly = IORange(
    path: "/data/file", byteCount: 256 << 20, mayWrite: false, isOwn: false)

  private func plan(
    _ range: IORange = own, _ machine: Topology = Machine.small, suite: Suite = .quick,
    facts change: (inout AIOPlan.Facts) -> Void = { _ in }, _ choose: (inout AIOOptions) -> Void = { _ in }
  ) throws -> AIOPlan {
    var options = AIOOptions(suite: suite, seed: 1)
    choose(&options)
    var facts = AIOPlan.Facts(range: range, alignment: 512, aioLimit: 65_536)
    change(&facts)
    return try AIOPlan(topology: machine, options: options, facts: facts)
  }

  private func loads(_ plan: AIOPlan) throws -> [IOLoad] {
    try plan.parts.flatMap { part in
      let workload = try JSONDecoder().decode(AIOWorkload.self, from: Data(part.workload.utf8))
      if case .loads(let loads) = workload { return loads.loads }
      return []
    }
  }

  private func refusal(
    _ range: IORange = own, facts: (inout AIOPlan.Facts) -> Void = { _ in },
    _ choose: (inout AIOOptions) -> Void
  ) throws -> String? {
    do {
      _ = try plan(range, facts: facts, choose)
      return nil
    } catch let refused as PlanRefused {
      return refused.description
    }
  }

  @Test("Every kind of load once, with labels of its own, on the tool's own file")
  func quick() throws {
    let plan = try plan()
    #expect(
      plan.parts.map(\.id) == [
        "aio.depth", "aio.engines", "aio.batching", "aio.jobs", "aio.sequential", "aio.write", "aio.mix",
        "aio.sync",
        "aio.knee",
      ])
    let loads = try loads(plan)
    // Two loads with the same labels would be two samples of one metric in a block.
    #expect(Set(loads.map(\.labels)).count == loads.count)
    #expect(loads.contains { $0.access == .randwrite && $0.sync == .dsync })
    #expect(plan.skipped.map(\.part) == ["aio.rate", "aio.nodes"])
  }

  @Test("A file that may not be overwritten is read, and each write left out with the reason")
  func readOnly() throws {
    let plan = try plan(Self.readOnly)
    #expect(try loads(plan).allSatisfy { !$0.access.writes })
    let reasons = plan.skipped.filter { $0.reason == "writes to /data/file only with --destroy-data" }
    #expect(reasons.count == 6)
  }

  @Test("A load that is described is measured alone; with a limit, its knee")
  func described() throws {
    let alone = try plan(facts: { _ in }) {
      $0.access = .randrw
      $0.depth = 64
      $0.jobs = 2
      $0.readPercent = 30
    }
    #expect(alone.parts.map(\.id) == ["aio.load"])
    let load = try #require(try loads(alone).first)
    #expect(load.labels["mix"] == "30" && load.labels["depth"] == "64" && load.labels["jobs"] == "2")
    #expect(load.writePercent == 70 && load.primary)
    let knee = try plan(facts: { _ in }) {
      $0.access = .randread
      $0.p99 = 2e-4
    }
    #expect(knee.parts.map(\.id) == ["aio.knee"])
    guard
      case .knee(let workload) = try JSONDecoder().decode(
        AIOWorkload.self, from: Data(knee.parts[0].workload.utf8))
    else {
      Issue.record("no knee")
      return
    }
    #expect(workload.limitText == "200us" && workload.limit == 2e-4 && workload.deepest == 1_024)
  }

  @Test("Loads that the kernel has no room for are left out of a suite, with the sysctl")
  func aioLimit() throws {
    let plan = try plan(facts: {
      $0.aioLimit = 100
      $0.aioInUse = 90
    })
    #expect(try loads(plan).allSatisfy { $0.engine != .libaio || $0.depth <= 10 })
    #expect(
      plan.skipped.contains {
        $0.reason
          == "32 requests are more than fs.aio-max-nr (100, of which 90 are taken) allows: sysctl -w fs.aio-max-nr=122"
      })
  }

  @Test("A kernel without io_uring")
  func withoutUring() throws {
    let plan = try plan(facts: { $0.withoutUring = "kernel.io_uring_disabled is 2" })
    #expect(try loads(plan).allSatisfy { $0.engine != .uring })
    #expect(plan.skipped.contains { $0.part.hasPrefix("aio.engines io_uring") })
    #expect(
      try refusal(facts: { $0.withoutUring = "kernel.io_uring_disabled is 2" }) { $0.engine = .uring }
        == "--engine io_uring: kernel.io_uring_disabled is 2")
  }

  @Test("Each NUMA node submits, where the device tells its own")
  func nodes() throws {
    let machine = Machine.regular(nodes: 2, cores: 2)
    #expect(
      try plan(Self.own, machine).skipped.map(\.reason).contains("the device does not tell its NUMA node"))
    let plan = try plan(Self.own, machine, facts: { $0.deviceNode = 1 }) { $0.parts = [.nodes] }
    #expect(plan.parts.map(\.id) == ["aio.nodes cpu_node=0", "aio.nodes cpu_node=1"])
    let workloads = try plan.parts.map {
      try JSONDecoder().decode(AIOWorkload.self, from: Data($0.workload.utf8))
    }
    guard case .loads(let far) = workloads[0] else {
      Issue.record("no loads")
      return
    }
    #expect(far.cpus == CPUSet([0, 1]) && far.labels == ["cpu_node": "0", "device_node": "1"])
  }

  @Test("What cannot be run is refused in one line")
  func refusals() throws {
    #expect(try refusal(facts: { _ in }) { $0.blockBytes = 100 } == "--block 100: take 512 bytes to 4m")
    #expect(
      try refusal(facts: { $0.alignment = 4_096 }) { $0.blockBytes = 1_024 }
        == "--block 1k: direct I/O on /proc/1/fd/3 needs multiples of its logical block, 4096 bytes")
    #expect(try refusal(facts: { _ in }) { $0.depth = 0 } == "--depth 0: take 1 to 65536")
    #expect(try refusal(facts: { _ in }) { $0.jobs = 0 } == "--jobs 0: take 1 to 1024 threads")
    #expect(try refusal(facts: { _ in }) { $0.batch = 2 } == "--batch 2: take 1 to the depth, 1")
    #expect(try refusal(facts: { _ in }) { $0.readPercent = 101 } == "--mix 101: take 0 to 100 percent")
    #expect(
      try refusal(facts: { _ in }) { $0.rate = 0 } == "--rate 0.0: take 1 to 10000000 requests a second")
    #expect(try refusal(facts: { _ in }) { $0.p99 = 20 } == "--p99 20.0 s: take 1us to 10s")
    #expect(
      try refusal(facts: { _ in }) {
        $0.engine = .sync
        $0.depth = 2
      } == "--depth 2: the engine sync has one request at a time; take more --jobs")
    #expect(
      try refusal(facts: { _ in }) { $0.sync = .fsync }
        == "--sync fsync: only writes are made durable; take --rw randwrite")
    #expect(
      try refusal(Self.readOnly, facts: { _ in }) { $0.access = .write }
        == "--rw write: /data/file is an existing file and only read; --destroy-data lets it be overwritten")
    #expect(
      try refusal(facts: { _ in }) {
        $0.depth = 1_024
        $0.jobs = 100
      }?.hasPrefix("--depth 1024: 102400 requests are more than fs.aio-max-nr (65536") == true)
    #expect(try refusal(facts: { _ in }) { $0.cpus = CPUSet([7]) } != nil)
  }
}
