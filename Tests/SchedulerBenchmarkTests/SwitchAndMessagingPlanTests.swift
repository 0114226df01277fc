import Experiment
import FoundationEssentials
import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Plans of switch, core_to_core and messaging")
struct SwitchAndMessagingPlanTests {
  private func plan(
    _ machine: Topology, _ parts: [SchedulerOptions.Part], suite: Suite = .quick, threadLimit: Int? = nil,
    _ change: (inout SchedulerOptions) -> Void = { _ in }
  ) throws -> SchedulerPlan {
    var options = SchedulerOptions(suite: suite, seed: 1)
    options.parts = parts
    change(&options)
    return try SchedulerPlan(
      topology: machine, options: options, rights: SchedulerPlan.Rights(threadLimit: threadLimit))
  }

  private func workloads(_ plan: SchedulerPlan) throws -> [SchedulerWorkload] {
    try plan.parts.map { try JSONDecoder().decode(SchedulerWorkload.self, from: Data($0.workload.utf8)) }
  }

  private func switches(_ plan: SchedulerPlan) throws -> [SwitchWorkload] {
    try workloads(plan).compactMap { if case .switch(let workload) = $0 { workload } else { nil } }
  }

  private func coreToCore(_ plan: SchedulerPlan) throws -> CoreToCoreWorkload? {
    try workloads(plan).compactMap { if case .coreToCore(let workload) = $0 { workload } else { nil } }.first
  }

  private func messagings(_ plan: SchedulerPlan) throws -> [MessagingWorkload] {
    try workloads(plan).compactMap { if case .messaging(let workload) = $0 { workload } else { nil } }
  }

  // MARK: - switch

  @Test("Every class that there is, and free placement; the others are skipped with what is missing")
  func switchClasses() throws {
    let plan = try plan(Machine.regular(nodes: 8, cores: 4, threads: 2), [.switch])
    let switches = try switches(plan)
    #expect(switches.map(\.pairing) == ["same_cpu", "siblings", "same_cache", "other_node", "free"])
    #expect(switches.map(\.pair) == [[0, 0], [0, 32], [0, 1], [0, 4], nil])
    #expect(
      plan.skipped == [
        Run.Skipped(
          part: "scheduler.switch pairing=same_node",
          reason: "no two cores of one node with different last-level caches among CPU 0-63")
      ])
  }

  @Test("Only on one CPU does anybody yield; only threads on one CPU and the nearest pair decide verdicts")
  func switchKinds() throws {
    for workload in try switches(plan(Machine.small, [.switch])) {
      let kinds = Set(workload.turns.map { "\($0.kind.rawValue) \($0.between.rawValue)" })
      #expect(kinds.count == workload.turns.count)
      #expect(kinds.contains("yield threads") == (workload.pairing == "same_cpu"))
      #expect(kinds.count == (workload.pairing == "same_cpu" ? 8 : 6))
      let primary = workload.turns.filter(\.primary)
      #expect(primary.allSatisfy { $0.between == .threads && ($0.kind == .pipe || $0.kind == .futex) })
      #expect(primary.count == (workload.pairing == "free" ? 0 : 2))
    }
    let far = try switches(plan(Machine.regular(nodes: 2, cores: 2, threads: 2), [.switch]))
    #expect(
      far.filter { $0.turns.contains(where: \.primary) }.map(\.pairing) == ["same_cpu", "siblings"])
  }

  @Test("The seed alone decides the order of the kinds")
  func switchOrder() throws {
    let machine = Machine.small
    func order(_ seed: UInt64) throws -> [SwitchWorkload.Turn] {
      try switches(plan(machine, [.switch]) { $0.seed = seed })[0].turns
    }
    #expect(try order(5) == order(5))
    #expect(try Set((1...20).map { try order($0).map(\.kind) }).count > 1)
  }

  @Test("One CPU, a first CPU that is offline, a hybrid machine, and --cpus")
  func switchMachines() throws {
    #expect(try switches(plan(Machine.regular(nodes: 1, cores: 1), [.switch])).map(\.pair) == [[0, 0]])
    #expect(try switches(plan(Machine.firstOffline, [.switch])).map(\.pair) == [[1, 1], [1, 2], nil])
    #expect(
      try switches(plan(Machine.hybrid, [.switch])).map(\.pairing) == [
        "same_cpu", "siblings", "same_cache", "free",
      ])
    let chosen = try switches(plan(Machine.hybrid, [.switch]) { $0.cpus = CPUSet([5, 13]) })
    #expect(chosen.map(\.pair) == [[5, 5], [5, 13], nil])
    #expect(chosen.allSatisfy { $0.cpus.sorted() == [5, 13] })
  }

  @Test("A window of --duration holds for every kind")
  func switchWindow() throws {
    #expect(try switches(plan(Machine.small, [.switch])).allSatisfy { $0.window == 0.02 })
    #expect(
      try switches(plan(Machine.small, [.switch]) { $0.duration = 0.5 }).allSatisfy { $0.window == 0.5 })
  }

  // MARK: - core_to_core

  @Test("Every pair once, by class")
  func allPairs() throws {
    let machine = Machine.regular(nodes: 2, cores: 4, threads: 2, l3Groups: 2)
    let plan = try plan(machine, [.coreToCore])
    let workload = try #require(try coreToCore(plan))
    #expect(workload.groups.map(\.pairing) == [.siblings, .sameCache, .sameNode, .otherNode])
    let pairs = workload.groups.flatMap(\.pairs)
    #expect(Set(pairs.map { [$0.first, $0.second] }).count == 16 * 15 / 2)
    #expect(pairs.count == 16 * 15 / 2)
    #expect(pairs.allSatisfy { $0.first < $0.second && machine.pairing($0.first, $0.second) == $0.kind })
    #expect(plan.skipped.isEmpty)
  }

  @Test("One CPU has nobody to talk to")
  func onePair() throws {
    let alone = try plan(Machine.regular(nodes: 1, cores: 1), [.coreToCore])
    #expect(alone.parts.isEmpty)
    #expect(
      alone.skipped == [
        Run.Skipped(part: "scheduler.core_to_core", reason: "needs two CPUs, and may use CPU 0 only")
      ])
    let offline = try #require(try coreToCore(plan(Machine.firstOffline, [.coreToCore])))
    #expect(offline.groups.map(\.cpus) == [[1, 2, 1, 3, 2, 3]])
  }

  @Test("More than 64 CPUs: a seeded sample with every class, which says so and fits into an argument")
  func sampledPairs() throws {
    let machine = Machine.regular(nodes: 8, cores: 16, threads: 2, l3Groups: 2)
    let plan = try plan(machine, [.coreToCore])
    let workload = try #require(try coreToCore(plan))
    #expect(workload.groups.map(\.pairing) == [.siblings, .sameCache, .sameNode, .otherNode])
    let pairs = workload.groups.flatMap(\.pairs)
    #expect(Set(pairs.map { [$0.first, $0.second] }).count == pairs.count)
    #expect(pairs.allSatisfy { $0.first < $0.second && machine.pairing($0.first, $0.second) == $0.kind })
    #expect(plan.skipped.map(\.part) == ["scheduler.core_to_core pairs"])
    #expect(
      plan.skipped[0].reason == "256 CPUs: \(pairs.count) of 32640 pairs are measured, drawn with seed 1")
    #expect(plan.parts[0].workload.utf8.count < 100_000)
    #expect(try coreToCore(self.plan(machine, [.coreToCore])) == workload)
    #expect(try coreToCore(self.plan(machine, [.coreToCore]) { $0.seed = 2 })?.groups != workload.groups)
  }

  @Test("Exactly 64 CPUs: all pairs, in one argument")
  func largestWithAllPairs() throws {
    let plan = try plan(Machine.regular(nodes: 1, cores: 64), [.coreToCore])
    #expect(try coreToCore(plan)?.groups.flatMap(\.pairs).count == 2_016)
    #expect(plan.parts[0].workload.utf8.count < 100_000)
  }

  // MARK: - messaging

  @Test("Both transports, between threads and between processes; larger groups in longer suites")
  func messagingParts() throws {
    let quick = try messagings(plan(Machine.small, [.messaging]))
    #expect(
      quick.map { "\($0.transport.rawValue) \($0.between.rawValue) \($0.groups) \($0.senders)" } == [
        "socket threads 1 10", "socket processes 1 10", "pipe threads 1 10", "pipe processes 1 10",
      ])
    #expect(quick.allSatisfy { $0.cpus.sorted() == [0, 1] && $0.window <= 0.2 })
    let thorough = try messagings(plan(Machine.small, [.messaging], suite: .thorough))
    #expect(Set(thorough.map { [$0.groups, $0.senders] }) == [[1, 10], [4, 10], [10, 20]])
  }

  @Test("Too few threads: refused to who asks for messaging, left out for who asks for everything")
  func threadLimit() throws {
    #expect(
      throws: PlanRefused(
        "scheduler.messaging transport=socket between=threads groups=1 senders=10 needs 20 threads, and the limit here is 19 (pids.max or ulimit -u)"
      )
    ) { try plan(Machine.small, [.messaging], threadLimit: 19) }
    #expect(try plan(Machine.small, [.messaging], threadLimit: 20).parts.count == 4)
    let everything = try plan(Machine.small, [], threadLimit: 19)
    #expect(try messagings(everything).isEmpty)
    #expect(try !switches(everything).isEmpty)
    #expect(everything.skipped.filter { $0.part.contains("messaging") }.count == 4)
  }
}
