import Experiment
import Statistics

/// What the scheduler benchmark finds of disturbance, moves and placements.
extension FixtureRun {
  func disturbance(_ generator: inout SeededGenerator) -> [Metric] {
    let all = ["cpu": "all", "threshold": "2us"]
    func rate(
      _ name: String, _ labels: [String: String], unit: String = "op/s", _ generator: inout SeededGenerator,
      _ value: Double
    ) -> Metric {
      metric("scheduler.\(name)", labels, unit: unit, better: .lower, spread: 0.03, &generator) { _ in value }
    }
    var metrics = distribution("scheduler.noise", all, median: 4e-6, tail: 90, &generator)
    metrics += [
      rate("noise_share", all, unit: "1", &generator, 0.0031), rate("noise_gaps", all, &generator, 420),
      rate("noise_steal", ["cpu": "all"], unit: "1", &generator, 0.008),
      rate("noise_interrupts", ["source": "all", "cpu": "all"], &generator, 331),
      rate("noise_interrupts", ["source": "LOC", "cpu": "all"], &generator, 251),
      rate("noise_interrupts", ["source": text, "cpu": "all"], &generator, 62),
      rate("noise_softirqs", ["kind": "TIMER"], &generator, 120),
    ]
    for cpu in 0..<cpuCount {
      let own = ["cpu": String(cpu), "threshold": "2us"]
      metrics += [
        rate("noise_share", own, unit: "1", &generator, cpu == 1 ? 0.02 : 0.002),
        rate("noise", own.merging(["quantile": "max"]) { $1 }, unit: "s", &generator, 1.4e-3),
        rate("noise_switches", ["cpu": String(cpu)], &generator, 12),
        rate("noise_interrupts", ["source": "all", "cpu": String(cpu)], &generator, 331),
      ]
    }
    return metrics
  }

  func migration(_ generator: inout SeededGenerator) -> [Metric] {
    let moves = [("same_cpu", 0, 0, 0.05), ("same_cache", 0, 1, 1.0), ("same_cache", 1, 0, 1.05)]
    let remote = nodeCount > 1 ? [("other_node", 0, coresPerNode, 2.6)] : []
    return (moves + remote).flatMap { pairing, from, to, factor -> [Metric] in
      let labels = ["pairing": pairing, "from": String(from), "to": String(to)]
      let call = metric("scheduler.migration_call", labels, unit: "s", better: .lower, &generator) { _ in
        3.1e-6
      }
      let sets = [("L1", 24 << 10, 2e-6), ("L2", 1 << 20, 41e-6), ("L3", 4 << 20, 180e-6)]
      return sets.prefix(pairing == "same_cpu" ? 1 : 3).map { level, bytes, seconds in
        metric(
          "scheduler.migration_cost", labels.merging(["level": level, "working_set": String(bytes)]) { $1 },
          unit: "s", better: .lower, spread: 0.04, &generator
        ) { _ in seconds * factor }
      } + (from <= to ? [call] : [])
    }
  }

  func placement(_ generator: inout SeededGenerator) -> [Metric] {
    [("none", 1.0), ("per_cpu", 0.71), ("per_core", 1.12), ("interleaved", 0.998)].flatMap { policy, factor in
      let labels = ["policy": policy, "workers": String(coresPerNode * nodeCount)]
      let rate = metric(
        "scheduler.placement", labels, unit: "op/s", better: .higher, primary: true, spread: 0.02, &generator
      ) { _ in 3.1e6 * factor }
      return [rate] + distribution("scheduler.placement_latency", labels, median: 31e-6, tail: 2, &generator)
    }
  }
}
