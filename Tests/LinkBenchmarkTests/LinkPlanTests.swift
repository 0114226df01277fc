import Experiment
import FoundationEssentials
import Host
import Platform
import TestSupport
import Testing

@testable import LinkBenchmark

@Suite("What is measured of a link")
struct LinkPlanTests {
  private static func plan(
    _ topology: Topology, suite: Suite = .quick, _ change: (inout LinkOptions) -> Void = { _ in }
  ) throws -> LinkPlan {
    var options = LinkOptions(suite: suite)
    change(&options)
    let address = try NetworkAddress(numeric: "10.77.0.2", port: 9_707)
    return try LinkPlan(
      topology: topology, target: PeerNode(address, from: "n1", to: "n2"), options: options)
  }

  private static func refusal(_ change: (inout LinkOptions) -> Void) throws -> String? {
    do {
      _ = try plan(Machine.small, change)
      return nil
    } catch let refused as PlanRefused {
      return refused.description
    }
  }

  private static func workloads(_ plan: LinkPlan) throws -> [LinkWorkload] {
    try plan.parts.map { try JSONDecoder().decode(LinkWorkload.self, from: Data($0.workload.utf8)) }
  }

  @Test("One stream, and one for each CPU up to four; latency; connections")
  func parts() throws {
    let small = try Self.plan(Machine.small)
    #expect(
      small.parts.map(\.id) == [
        "link.bandwidth streams=1", "link.bandwidth streams=2", "link.latency", "link.connect",
      ])
    #expect(small.skipped.isEmpty)
    #expect(small.parts.allSatisfy { $0.benchmark == "link" && $0.timeLimit > 60 })
    let large = try Self.plan(Machine.regular(nodes: 2, cores: 8), suite: .standard)
    #expect(large.parts.prefix(2).map(\.id) == ["link.bandwidth streams=1", "link.bandwidth streams=4"])
    let single = try Self.plan(Machine.regular(nodes: 1, cores: 1))
    #expect(single.parts.map(\.id) == ["link.bandwidth streams=1", "link.latency", "link.connect"])
    #expect(
      single.skipped == [
        Run.Skipped(part: "link.bandwidth streams>1", reason: "one CPU is in use: it sends one stream")
      ])
  }

  @Test("The window is the user's, and the warm-up is never longer")
  func windows() throws {
    let plan = try Self.plan(Machine.small, suite: .standard) { $0.duration = 0.02 }
    for workload in try Self.workloads(plan) {
      switch workload {
      case .bandwidth(let workload): #expect(workload.window == 0.02 && workload.warmUp == 0.02)
      case .latency(let workload): #expect(workload.window == 0.02 && workload.warmUp <= 0.02)
      case .connect(let workload): #expect(workload.window == 0.02)
      }
    }
  }

  @Test("Streams take CPUs of different cores, and the target goes with every part")
  func streams() throws {
    let plan = try Self.plan(Machine.hybrid) {
      $0.parts = [.bandwidth]
      $0.streams = 3
    }
    guard case .bandwidth(let workload)? = try Self.workloads(plan).first, plan.parts.count == 1 else {
      Issue.record("one part was expected")
      return
    }
    #expect(workload.cpus == [0, 2, 4])
    #expect(workload.target.labels == ["from": "n1", "to": "n2"])
    #expect(workload.target.host == "10.77.0.2" && workload.target.port == 9_707)
  }

  @Test("What cannot be done is refused with what can")
  func refusals() throws {
    #expect(try Self.refusal { $0.streams = 0 } == "--streams 0: take 1 to 2, a CPU in use for each")
    #expect(try Self.refusal { $0.streams = 3 } == "--streams 3: take 1 to 2, a CPU in use for each")
    #expect(try Self.refusal { $0.duration = 1_801 } == "--duration: take at most 1800 s")
    #expect(try Self.refusal { $0.cpus = CPUSet([7]) }?.hasPrefix("--cpus 7: CPU 7 does not exist") == true)
  }
}
