import Experiment
import Foundation
import Host
import Platform
import TestSupport

@testable import Fleet

/// A metric with one sample a block, in order.
func fleetMetric(
  _ values: [Double], _ id: String = "memory.bandwidth", labels: [String: String] = [:], unit: String = "B/s",
  better: Metric.Direction = .higher, role: Metric.Role = .primary, placement: [Double]? = nil,
  valid: (Int) -> Bool = { _ in true }
) -> Metric {
  var noise = Noise()
  noise.placement = placement
  return Metric(
    id: id, labels: labels, unit: unit, better: better, role: role,
    samples: values.enumerated().map { Sample(value: $1, block: $0, valid: valid($0), noise: noise) })
}

/// A finished Run of a node.
func fleetRun(
  _ host: String, _ metrics: [Metric], id: String? = nil, kernel: String = "6.1.0",
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
    id: id ?? "run-of-\(host)",
    tool: Run.Tool(name: "assay", version: "1.0", build: "release", arguments: ["run"]),
    started: "2026-01-01T00:00:00Z",
    host: Fingerprint(
      mustMatch: ["cpu_model": "EPYC", "memory_gib": "32", "topology": "packages 1"],
      declared: ["kernel": kernel],
      noted: ["host": host, "microcode": "1", "command_line": "root=\(host) quiet"],
      topology: topology, settings: ["sysctl/vm.swappiness": "60"]),
    plan: Plan(suite: .quick, seed: 1, blocks: max(1, blocks), repeats: 0, timeLimit: nil, limits: .standard))
  run.status = .complete
  run.metrics = metrics
  run.blocks = (0..<blocks).map {
    Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 1)
  }
  edit(&run)
  return run
}

/// Values around a level, all different, in no trend.
func scattered(_ level: Double, _ count: Int = 30, seed: Int = 0) -> [Double] {
  (0..<count).map { index -> Double in
    let place: Int = (index * 37 + seed * 11) % 31 - 15
    return level * (1 + 0.004 * Double(place) / 15)
  }
}

extension TemporaryTree {
  /// Writes Runs, named by their paths below the tree.
  convenience init(runs: [String: Run]) throws {
    try self.init(try runs.mapValues { String(decoding: try RunDocument.encode($0), as: UTF8.self) })
  }

  /// What the fleet's reader makes of these paths below the tree.
  func fleet(_ paths: String...) async throws -> FleetData {
    await FleetReader.read(try FleetFiles(paths.map { "\(path)/\($0)" }))
  }
}

/// Three nodes with one metric; the levels are those of the nodes.
func fleetData(_ levels: [Double], _ edit: (Int, inout Run) -> Void = { _, _ in }) async throws -> FleetData {
  var runs: [String: Run] = [:]
  for (index, level) in levels.enumerated() {
    let name = "node\(index + 1)"
    runs["nodes/\(name)/run.json"] = fleetRun(name, [fleetMetric(scattered(level, seed: index))]) {
      edit(index, &$0)
    }
  }
  return try await TemporaryTree(runs: runs).fleet("")
}
