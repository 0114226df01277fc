import Experiment
import Glibc
import Host
import Platform

@testable import Fleet

/// Crossovers that never were: their numbers are known beforehand.
enum CrossoverFixture {
  static func plan(
    nodes: Int = 3, boots: Int = 3, metrics: Int = 4, seed: UInt64 = 1
  ) throws -> CrossoverPlan {
    try CrossoverPlan(
      nodes: (1...nodes).map { "n\($0)" }, bootsPerKernel: boots, primaryMetrics: metrics, seed: seed,
      base: "6.1.0-47", candidate: "6.1.0-56")
  }

  static let key = Metric.Key(id: "memory.bandwidth", labels: ["kernel": "triad"])

  static func value(
    _ median: Double, unit: String = "B/s", better: Metric.Direction = .higher, role: Metric.Role = .primary
  ) -> CrossoverBoot.Value {
    CrossoverBoot.Value(unit: unit, better: better, role: role, median: median)
  }

  /// All boots of a plan.
  ///
  /// - Parameter values: gets the node's number from 0, the kernel, and the boot's number among those of that kernel.
  static func boots(
    _ plan: CrossoverPlan, _ values: (Int, Interleaving.Arm, Int) -> [Metric.Key: CrossoverBoot.Value]
  ) -> [CrossoverBoot] {
    plan.nodes.enumerated().flatMap { index, node in
      var seen: [Interleaving.Arm: Int] = [:]
      return node.arms.map { arm in
        let number = seen[arm, default: 0]
        seen[arm] = number + 1
        return CrossoverBoot(node: node.name, arm: arm, values: values(index, arm, number))
      }
    }
  }

  /// Boots with one metric: levels that differ from node to node, small differences from boot to boot, and an effect.
  static func boots(_ plan: CrossoverPlan, spread: Double, ratios: [Double]) -> [CrossoverBoot] {
    boots(plan) { node, arm, number in
      let level = 100 * pow(3, Double(node)) * (1 + spread * Double(number))
      return [key: value(arm == .candidate ? level * ratios[node % ratios.count] : level)]
    }
  }

  /// A Run of a host under this kernel with one metric.
  static func run(kernel: String, values: [Double], valid: [Bool]? = nil, unit: String = "B/s") -> Run {
    let cpu = CPUSet([0])
    let topology = Topology(
      packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
      allowedCPUs: cpu, allowedNodes: CPUSet([0]), nodes: [], distances: [], caches: [], coreKinds: [])
    var run = Run(
      id: "n1-20260101-000000-1",
      tool: Run.Tool(name: "assay", version: "0", build: "release", arguments: []),
      started: "2026-01-01T00:00:00Z",
      host: Fingerprint(
        mustMatch: [:], declared: ["kernel": kernel], noted: [:], topology: topology, settings: [:]),
      plan: Plan(
        suite: .quick, seed: 1, blocks: max(1, values.count), repeats: 0, timeLimit: nil, limits: .standard))
    run.status = .complete
    run.metrics = [
      Metric(
        id: key.id, labels: key.labels, unit: unit, better: .higher, role: .primary,
        samples: values.enumerated().map { index, value in
          Sample(value: value, block: index, valid: valid?[index] ?? true, noise: Noise())
        })
    ]
    return run
  }
}
