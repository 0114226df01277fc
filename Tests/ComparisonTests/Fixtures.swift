import Experiment
import Foundation
import Host
import Platform
import Statistics

/// A metric with one sample a block, in order.
func metric(
  _ id: String, _ values: [Double], labels: [String: String] = [:], unit: String = "B/s",
  better: Metric.Direction = .higher, role: Metric.Role = .primary, valid: (Int) -> Bool = { _ in true }
) -> Metric {
  Metric(
    id: id, labels: labels, unit: unit, better: better, role: role,
    samples: values.enumerated().map { Sample(value: $1, block: $0, valid: valid($0), noise: Noise()) })
}

/// The same of `memory.bandwidth`.
func metric(
  _ values: [Double], unit: String = "B/s", better: Metric.Direction = .higher, role: Metric.Role = .primary,
  valid: (Int) -> Bool = { _ in true }
) -> Metric {
  metric("memory.bandwidth", values, unit: unit, better: better, role: role, valid: valid)
}

/// A finished Run with these metrics, all of whose blocks count but for those given.
func run(
  _ id: String, _ metrics: [Metric], kernel: String = "6.1.0", invalidBlocks: Set<Int> = [],
  edit: (inout Run) -> Void = { _ in }
) -> Run {
  let cpu = CPUSet([0])
  let topology = Topology(
    packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
    allowedCPUs: cpu, allowedNodes: CPUSet([0]),
    nodes: [Topology.Node(id: 0, cpus: cpu, memoryBytes: 1 << 30, memoryOnly: false)], distances: [[10]],
    caches: [], coreKinds: [])
  let blocks = metrics.flatMap(\.samples).reduce(0) { max($0, $1.block + 1) }
  var run = Run(
    id: id, tool: Run.Tool(name: "assay", version: "1.0", build: "release", arguments: ["run"]),
    started: "2026-01-01T00:00:00Z",
    host: Fingerprint(
      mustMatch: ["cpu_model": "EPYC", "memory_gib": "24"],
      declared: ["kernel": kernel, "kernel_version": "#1 of \(kernel)"],
      noted: ["host": "node1", "microcode": "1"],
      topology: topology, settings: ["sysctl/vm.swappiness": "60"]),
    plan: Plan(suite: .quick, seed: 1, blocks: max(1, blocks), repeats: 0, timeLimit: nil, limits: .standard))
  run.status = .complete
  run.metrics = metrics
  run.blocks = (0..<blocks).map {
    Block(
      block: $0, attempt: 0, verdict: invalidBlocks.contains($0) ? .invalid : .valid, reasons: [], seconds: 1)
  }
  edit(&run)
  return run
}

/// The two Runs as if taken in turns.
func interleaved(_ base: Run, _ candidate: Run) -> (base: Run, candidate: Run) {
  var (base, candidate) = (base, candidate)
  let order = Interleaving.order(pairs: base.blocks.count, seed: 1)
  base.plan.interleaved = Interleaving(with: candidate.id, arm: .base, order: order)
  candidate.plan.interleaved = Interleaving(with: base.id, arm: .candidate, order: order)
  return (base, candidate)
}

/// So many values around a center with 1 % of normal noise; another seed, other values.
func noisy(_ count: Int, around center: Double, seed: UInt64, deviation: Double = 0.01) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
  return (0..<count).map { _ in
    let normal = (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    return center * exp(deviation * normal)
  }
}
