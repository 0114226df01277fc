import Experiment
import FoundationEssentials
import Host
import Platform

@testable import SchedulerBenchmark

/// A plan for a machine on which everything is allowed, unless told otherwise.
func makePlan(
  _ topology: Topology, suite: Suite = .standard, rights: SchedulerPlan.Rights = SchedulerPlan.Rights(),
  _ change: (inout SchedulerOptions) -> Void = { _ in }
) throws -> SchedulerPlan {
  var options = SchedulerOptions(suite: suite, seed: 1)
  change(&options)
  return try SchedulerPlan(topology: topology, options: options, rights: rights)
}

/// Why a plan was refused; nil when it was not.
func refusal(
  _ topology: Topology, suite: Suite = .standard, rights: SchedulerPlan.Rights = SchedulerPlan.Rights(),
  _ change: (inout SchedulerOptions) -> Void = { _ in }
) throws -> String? {
  do {
    _ = try makePlan(topology, suite: suite, rights: rights, change)
    return nil
  } catch let refused as PlanRefused {
    return refused.description
  }
}

extension SchedulerPlan {
  /// The names of all parts, without `scheduler.`.
  var names: [String] { parts.map { String($0.id.dropFirst("scheduler.".count)) } }

  /// The workloads, decoded from what the processes will be given.
  func workloads() throws -> [SchedulerWorkload] {
    try parts.map { try JSONDecoder().decode(SchedulerWorkload.self, from: Data($0.workload.utf8)) }
  }
}
