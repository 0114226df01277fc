import Experiment
import Host
import Platform
import TestSupport
import Tuning

@testable import Advice

/// A host that never was, with a Run that was never taken: only what a rule reads.
struct MadeHost {
  var goal: LayoutGoal
  var metrics: [Metric] = []
  var warnings: [Run.Warning] = []
  var settings: [String: String] = [:]
  var noted: [String: String] = [:]
  var kernel = "6.12.0-1-amd64"
  var topology = Self.machine(nodes: 1, cpusEach: 8)
  var placement = RulePlacement.none
  /// Samples that count, of each metric.
  var samples = 5

  init(_ goal: LayoutGoal) { self.goal = goal }

  static let memory: UInt64 = 64 << 30

  /// The catalog that comes with the tool.
  static let catalog = Result {
    let root = (0..<4).reduce(#filePath) { path, _ in Files.parent(of: path) }
    return try Catalog.load("\(root)/Profiles/catalog.yaml")
  }

  /// Nodes of 64 GiB with CPUs, and one of memory alone behind them where that is asked for.
  static func machine(nodes: Int, cpusEach: Int, slowTier: Bool = false) -> Topology {
    let sets = (0..<nodes).map { CPUSet($0 * cpusEach..<($0 + 1) * cpusEach) }
    let all = CPUSet(0..<nodes * cpusEach)
    var list = sets.enumerated().map {
      Topology.Node(id: $0.offset, cpus: $0.element, memoryBytes: memory, memoryOnly: false)
    }
    if slowTier {
      list.append(
        Topology.Node(id: nodes, cpus: CPUSet(), nearCPUs: all, memoryBytes: memory, memoryOnly: true))
    }
    return Topology(
      packages: nodes, dies: nodes, cores: nodes * cpusEach,
      coreCPUs: (0..<nodes * cpusEach).map { CPUSet([$0]) },
      packageCPUs: sets, cpus: all, offlineCPUs: CPUSet(), allowedCPUs: all,
      allowedNodes: CPUSet(list.map(\.id)), nodes: list, distances: [],
      caches: sets.map { Topology.Cache(level: 3, kind: .unified, bytes: 32 << 20, cpus: $0) }, coreKinds: [])
  }

  /// Puts a metric into the Run, or another value in the place of one that is there.
  mutating func measure(_ id: String, _ labels: [String: String], _ value: Double, unit: String = "s") {
    metrics.removeAll { $0.id == id && $0.labels == labels }
    metrics.append(Metric(id: id, labels: labels, unit: unit, better: .lower, role: .primary))
    let last = metrics.count - 1
    metrics[last].samples = (0..<samples).map {
      Sample(value: value, block: $0, valid: true, noise: Noise())
    }
  }

  var fingerprint: Fingerprint {
    Fingerprint(
      mustMatch: ["cpu_model": "a processor"], declared: ["kernel": kernel], noted: noted, topology: topology,
      settings: settings)
  }

  var run: Run {
    var run = Run(
      id: "made", tool: Run.Tool(name: "assay", version: "0", build: "release", arguments: []),
      started: "2026-01-01T00:00:00Z", host: fingerprint,
      plan: Plan(suite: .quick, seed: 1, blocks: samples, repeats: 0, timeLimit: nil, limits: .standard))
    run.status = .complete
    run.blocks = (0..<samples).map {
      Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 1)
    }
    run.metrics = metrics
    run.warnings = warnings
    return run
  }

  func facts() throws -> RuleFacts {
    RuleFacts(
      goal: goal, run: run, host: fingerprint, more: PresentSettings.ofRecordedHost,
      catalog: try Self.catalog.get(), placement: placement)
  }

  /// What one rule makes of it, alone.
  func result(of rule: String) throws -> RuleResult {
    let rules = Rule.all.filter { $0.id == rule }
    guard let result = Rule.results(of: rules, try facts()).first else { throw NoSuchRule(id: rule) }
    return result
  }

  struct NoSuchRule: Error { let id: String }
}

/// A host on which one rule has something to say, and the step that silences it.
struct RuleCase: Sendable, CustomStringConvertible {
  let rule: String
  /// Keys with the values that are suggested, in order; none for advice.
  let expected: [String]
  let host: @Sendable () -> MadeHost
  let nearMiss: @Sendable (inout MadeHost) -> Void

  var description: String { rule }

  init(
    _ rule: String, _ goal: LayoutGoal, _ expected: String...,
    make: @escaping @Sendable (inout MadeHost) -> Void,
    miss: @escaping @Sendable (inout MadeHost) -> Void
  ) {
    self.rule = rule
    self.expected = expected
    host = {
      var host = MadeHost(goal)
      make(&host)
      return host
    }
    nearMiss = miss
  }

  /// Every case: one for each rule.
  static let all =
    memoryCases + schedulerCases + housekeepingCases + powerCases + storageCases + densityCases
    + migrationCases
}
