import Experiment
import Foundation
import Host
import Platform
import Statistics
import TestSupport

/// Runs that never were, and a directory for them and their notebook.
final class NotebookFixture {
  let tree: TemporaryTree
  var notebookPath: String { "\(tree.path)/state/notebook.sqlite" }
  var runsPath: String { "\(tree.path)/runs" }

  init() throws { tree = try TemporaryTree(["runs/notes.txt": "no JSON"], inMemory: true) }

  /// A Run that started on a day, `number` days after the first.
  static func run(
    _ number: Int, kernel: String = "6.1.0-47-amd64", host: String = "node1", status: Run.Status = .complete,
    metrics: [Metric]
  ) -> Run {
    let cpus = CPUSet(0..<2)
    let topology = Topology(
      packages: 1, dies: 1, cores: 2, coreCPUs: [CPUSet([0]), CPUSet([1])], packageCPUs: [cpus], cpus: cpus,
      offlineCPUs: CPUSet(), allowedCPUs: cpus, allowedNodes: CPUSet([0]),
      nodes: [.init(id: 0, cpus: cpus, memoryBytes: 1 << 34, memoryOnly: false)], distances: [[10]],
      caches: [],
      coreKinds: [])
    let fingerprint = Fingerprint(
      mustMatch: ["cpu_model": "Example 9000", "topology": "packages 1", "memory_gib": "16"],
      declared: ["kernel": kernel, "kernel_version": "#1 SMP"], noted: ["host": host], topology: topology,
      settings: ["sysctl/vm.swappiness": "60"])
    var run = Run(
      id: "\(host)-\(number)",
      tool: .init(name: "assay", version: "0.6.0", build: "release", arguments: ["memory"]),
      started: Timestamp.text(1_790_000_000 + UInt32(number) * 86_400), host: fingerprint,
      plan: Plan(suite: .quick, seed: 1, blocks: 5, repeats: 1, timeLimit: nil, limits: .standard))
    run.status = status
    run.blocks = (0..<5).map { Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 1) }
    run.metrics = metrics
    return run
  }

  /// Five samples around a value, of which the last does not count.
  static func metric(
    _ value: Double, id: String = "memory.bandwidth", labels: [String: String] = ["kernel": "triad"],
    unit: String = "B/s"
  ) -> Metric {
    var metric = Metric(id: id, labels: labels, unit: unit, better: .higher, role: .primary)
    metric.samples = [0.99, 1, 1.01, 1.02, 9].enumerated().map { block, factor in
      Sample(value: value * factor, block: block, valid: factor < 9, noise: Noise())
    }
    return metric
  }

  /// Writes a Run among the others.
  @discardableResult
  func write(_ run: Run, as name: String? = nil) throws -> String {
    let path = "\(runsPath)/\(name ?? run.id).json"
    try Data(RunDocument.encode(run)).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Writes Runs of consecutive days with these medians.
  func write(_ medians: [Double], kernel: (Int) -> String = { _ in "6.1.0-47-amd64" }) throws {
    for (number, median) in medians.enumerated() {
      // The median of the four that count lies between the second and the third.
      try write(Self.run(number, kernel: kernel(number), metrics: [Self.metric(median / 1.005)]))
    }
  }
}
