import Foundation
import Host
import Platform
import Statistics

@testable import Experiment

/// Runs that were never taken, as documents: their verdicts are known beforehand.
enum RunFixture {
  /// Two Runs in turns with one primary metric around 100 B/s.
  ///
  /// - Parameters:
  ///   - ratio: of the candidate to the base.
  ///   - spread: of the values, as a fraction.
  static func pair(blocks: Int = 30, ratio: Double = 1, spread: Double = 0.001) -> (base: Run, candidate: Run)
  {
    var base = run("base", blocks: blocks, level: 100, spread: spread, seed: 1)
    var candidate = run("candidate", blocks: blocks, level: 100 * ratio, spread: spread, seed: 2)
    let order = String(repeating: "ABBA", count: (blocks + 1) / 2)
    base.plan.interleaved = Interleaving(with: candidate.id, arm: .base, order: order)
    candidate.plan.interleaved = Interleaving(with: base.id, arm: .candidate, order: order)
    return (base, candidate)
  }

  /// A Run that was taken alone.
  static func run(
    _ id: String, blocks: Int = 30, level: Double = 100, spread: Double = 0.001, seed: UInt64 = 1
  ) -> Run {
    let cpu = CPUSet([0])
    let topology = Topology(
      packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
      allowedCPUs: cpu, allowedNodes: CPUSet([0]),
      nodes: [Topology.Node(id: 0, cpus: cpu, memoryBytes: 1 << 30, memoryOnly: false)], distances: [[10]],
      caches: [], coreKinds: [])
    var run = Run(
      id: id, tool: Run.Tool(name: "assay", version: "0", build: "release", arguments: ["memory"]),
      started: "2026-01-01T00:00:00Z",
      host: Fingerprint(
        mustMatch: ["cpu_model": "a processor"],
        declared: ["kernel": "6.1.0-47", "kernel_version": "#1 SMP Debian 6.1.1"],
        noted: ["host": "node1"], topology: topology, settings: [:]),
      plan: Plan(
        suite: .quick, seed: seed, blocks: blocks, repeats: blocks, timeLimit: nil, limits: .standard))
    run.status = .complete
    run.blocks = (0..<blocks).map {
      Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 1)
    }
    run.metrics = [
      metric("memory.bandwidth", ["kernel": "triad"], .primary, blocks, level, spread, seed),
      metric("memory.latency", ["pages": "4k"], .informational, blocks, level, spread, seed + 1_000),
    ]
    return run
  }

  private static func metric(
    _ id: String, _ labels: [String: String], _ role: Metric.Role, _ blocks: Int, _ level: Double,
    _ spread: Double, _ seed: UInt64
  ) -> Metric {
    var generator = SeededGenerator(seed: seed)
    let samples = (0..<blocks).map { block in
      let offset = Double(generator.below(2_001) - 1_000) / 1_000
      return Sample(value: level * (1 + spread * offset), block: block, valid: true, noise: Noise())
    }
    return Metric(id: id, labels: labels, unit: "B/s", better: .higher, role: role, samples: samples)
  }

  /// Writes a Run into a directory.
  static func write(_ run: Run, in directory: TemporaryDirectory) throws -> String {
    let path = "\(directory.path)/\(run.id).json"
    try Data(try RunDocument.encode(run)).write(to: URL(fileURLWithPath: path))
    return path
  }
}
