import Experiment
import Platform
import Testing
import VirtualMachine

@testable import MigrationBenchmark

@Suite struct ChainWorkloadTests {
  private static let host = MigrationHost(qemu: "/q", accelerator: .tcg, cpus: [0], directory: "/d")

  private static func workload(
    disk: Int? = nil, _ change: (inout MigrationOptions) -> Void = { _ in }
  ) throws -> ChainWorkload {
    var options = MigrationOptions(suite: .quick, seed: 7)
    change(&options)
    return try ChainWorkload(try ChainRoute("A,B,C,A"), .standard, diskBytes: disk, options, on: host)
  }

  @Test func thePartSaysItAll() throws {
    let workload = try Self.workload {
      $0.links = [.tbf(rate: 125e6)]
      $0.dirtyRates = [2000]
    }
    let part = try workload.part
    #expect(part.id == "migration.chain route=A,B,C,A strategy=precopy dirty=2000 link=tbf,rate=1gbit")
    #expect(part.workload.contains("\"route\":\"A,B,C,A\""))
    #expect(workload.rate == 125e6 && workload.diskBytes == 16 << 20 && workload.seed == 7)
    #expect(try Self.workload().rate == 0)
  }

  @Test func whatIsNoOneWayIsRefused() throws {
    #expect(throws: PlanRefused.self) { try Self.workload { $0.links = [.none, .tbf(rate: 1e6)] } }
    #expect(throws: PlanRefused.self) { try Self.workload { $0.dirtyRates = [1, 2] } }
    #expect(throws: PlanRefused.self) { try Self.workload { $0.strategies = [.precopy, .multifd] } }
    let relay = #expect(throws: PlanRefused.self) {
      try Self.workload { $0.links = [.relay(rate: 1e6, delay: 0)] }
    }
    #expect(relay?.description.contains("take none or tbf,rate=1gbit") == true)
    for disk in [0, 1, 65_537, 1 << 41] {
      #expect(throws: PlanRefused.self) { try Self.workload(disk: disk) }
    }
    #expect(try Self.workload(disk: 65_536).diskBytes == 65_536)
  }

  @Test func stagesBecomeMetrics() throws {
    let thresholds = StageThresholds([.init(.sync, .share, 0.99995)])
    var outcome = ChainOutcome(route: try ChainRoute("A,B"), member: "A")
    outcome.stages = [
      thresholds.judge(.preCheck, hop: "A-B", seconds: 1, [StageFinding(.eccErrors, nil)]),
      thresholds.judge(.sync, hop: "A-B", seconds: 2, [StageFinding(.share, 0.5)]),
    ]
    outcome.seconds = 3
    let all = ChainMeasurements.of(outcome, ["link": "none"])
    func values(_ id: String) -> [Double] { all.filter { $0.id == id }.map(\.value) }
    #expect(values("migration.stage") == [1, 2])
    #expect(values("migration.stage_verdict") == [1, 0])
    #expect(values("migration.stage_figure") == [0.5])
    #expect(values("migration.chain_hops") == [0])
    // One that did not go all the way has no time of its own.
    #expect(values("migration.chain").isEmpty)
    #expect(Set(all.map(\.key)).count == all.count)
    outcome.stages[1] = thresholds.judge(.switchBack, hop: "B-A", seconds: 2, [])
    let complete = ChainMeasurements.of(outcome, ["link": "none"]).first { $0.id == "migration.chain" }
    #expect(complete?.value == 3 && complete?.role == .primary)
    #expect(complete?.labels == ["link": "none", "route": "A,B"])
  }
}
