import Experiment
import Host
import Platform
import TestSupport
import Testing
import VirtualMachine

@testable import MigrationBenchmark

@Suite struct LiveMigrationPlanTests {
  private static let facts = MigrationPlan.Facts(
    qemu: "/q", accelerator: .tcg, directory: "/d", availableBytes: 4 << 30)

  private static func plan(
    _ suite: Suite = .quick, facts: MigrationPlan.Facts = facts,
    _ change: (inout MigrationOptions) -> Void = { _ in }
  ) throws -> MigrationPlan {
    var options = MigrationOptions(suite: suite, seed: 7)
    change(&options)
    let topology = try HostReport.read(fsroot: nil).topology
    return try MigrationPlan(topology: topology, options: options, facts: facts)
  }

  @Test func theQuickSuiteHasOneOfEachKind() throws {
    #expect(
      try Self.plan().parts.map(\.id) == [
        "migration.calibration", "migration.migrate strategy=precopy dirty=0 link=none",
        "migration.migrate strategy=precopy dirty=4000 link=none",
        "migration.migrate strategy=precopy dirty=16000 link=none",
        "migration.migrate strategy=multifd dirty=4000 link=none",
        "migration.migrate strategy=postcopy dirty=4000 link=none",
        "migration.migrate strategy=precopy dirty=4000 link=relay,rate=256mbit,delay=2ms",
      ])
  }

  @Test func theStandardSuiteHasEveryStrategy() throws {
    let ids = try Self.plan(.standard).parts.map(\.id)
    #expect(Set(ids).count == ids.count)
    for kind in MigrationStrategy.Kind.allCases {
      #expect(ids.contains { $0.contains("strategy=\(kind.rawValue) ") }, "\(kind)")
    }
  }

  @Test func whatIsNamedIsCrossed() throws {
    let plan = try Self.plan {
      $0.parts = [.migrate]
      $0.strategies = [.precopy, .xbzrle]
      $0.dirtyRates = [0, 9]
      $0.links = [.none, .relay(rate: 32e6, delay: 0)]
      $0.downtimeLimit = 0.1
    }
    #expect(plan.parts.count == 8)
    #expect(
      plan.parts.last?.id == "migration.migrate strategy=xbzrle dirty=9 link=relay,rate=256mbit limit=100ms")
    #expect(plan.parts.last?.command == "assay migration --part migrate")
  }

  @Test func whatNoGuestCanDoIsRefused() throws {
    #expect(throws: PlanRefused.self) {
      try Self.plan {
        $0.dirtyRates = [1_000_000_000]
        $0.workingSet = 1 << 20
      }
    }
    #expect(throws: PlanRefused.self) { try Self.plan { $0.workingSet = 8 << 30 } }
    #expect(throws: PlanRefused.self) { try Self.plan { $0.cpus = CPUSet([4000]) } }
    var poor = Self.facts
    poor.availableBytes = 200 << 20
    let refusal = #expect(throws: PlanRefused.self) { try Self.plan(facts: poor) }
    #expect(refusal?.description.contains("take a smaller --working-set") == true)
  }

  @Test func figuresOfLinuxHaveAKeyOfTheirOwn() throws {
    var facts = Self.facts
    let kernel = Kernel(release: "6.1.0", image: "/boot/vmlinux", modules: "/lib/modules/6.1.0")
    facts.system = .linux(kernel)
    let plan = try Self.plan(facts: facts) { $0.strategies = [.multifd] }
    #expect(
      plan.parts.map(\.id) == [
        "migration.calibration", "migration.migrate strategy=multifd dirty=4000 link=none guest=linux",
      ])
    let workload = MigrationWorkload(
      MigrationCase(strategy: .multifd, dirtyRate: 5, link: .none),
      MigrationOptions(suite: .quick, seed: 1), on: plan.facts.host)
    #expect(workload.labels == ["strategy": "multifd", "dirty": "5", "link": "none", "guest": "linux"])
    #expect(try workload.host.guest(workload.load).system == .linux(kernel))
    // Two QEMUs with 24 MiB for a beacon find room, and with 105 for Linux they do not.
    facts.availableBytes = 400 << 20
    let refusal = #expect(throws: PlanRefused.self) { try Self.plan(facts: facts) }
    #expect(refusal?.description.contains("two guests of 105 MiB") == true)
    facts.system = .beacon
    _ = try Self.plan(facts: facts)
  }

  @Test func workloadsCarryWhatTheProcessNeeds() throws {
    let workload = MigrationWorkload(
      MigrationCase(strategy: .precopy, dirtyRate: 5, link: .relay(rate: 1e6, delay: 0.001)),
      MigrationOptions(suite: .quick, seed: 1), on: Self.facts.host)
    #expect(workload.labels == ["strategy": "precopy", "dirty": "5", "link": "relay,rate=8mbit,delay=1ms"])
    #expect(workload.isForecastable)
    #expect(workload.load.workingSet == 2048 && workload.host.directory == "/d")
  }
}
