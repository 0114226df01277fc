import Experiment
import FoundationEssentials
import Host
import Platform
import Testing

@testable import SchedulerBenchmark

/// The plan of one part of the benchmark, taken apart for tests.
struct PartPlanning {
  let plan: SchedulerPlan

  init(
    _ part: SchedulerOptions.Part, _ topology: Topology, suite: Suite = .quick,
    rights: SchedulerPlan.Rights = SchedulerPlan.Rights(),
    _ change: (inout SchedulerOptions) -> Void = { _ in }
  ) throws {
    var options = SchedulerOptions(suite: suite, seed: 1)
    options.parts = [part]
    change(&options)
    plan = try SchedulerPlan(topology: topology, options: options, rights: rights)
  }

  /// The names of the parts, without `scheduler.`.
  var names: [String] { plan.parts.map { String($0.id.dropFirst("scheduler.".count)) } }

  /// What is left out, and why.
  var skipped: [String: String] {
    Dictionary(plan.skipped.map { (String($0.part.dropFirst("scheduler.".count)), $0.reason) }) { first, _ in
      first
    }
  }

  /// The workloads, decoded from what the processes will be given.
  func workloads() throws -> [SchedulerWorkload] {
    try plan.parts.map { try JSONDecoder().decode(SchedulerWorkload.self, from: Data($0.workload.utf8)) }
  }

  func noises() throws -> [NoiseWorkload] {
    try workloads().compactMap { if case .noise(let workload) = $0 { workload } else { nil } }
  }

  func migrations() throws -> [MigrationWorkload] {
    try workloads().compactMap { if case .migration(let workload) = $0 { workload } else { nil } }
  }

  func placements() throws -> [PlacementWorkload] {
    try workloads().compactMap { if case .placement(let workload) = $0 { workload } else { nil } }
  }
}
