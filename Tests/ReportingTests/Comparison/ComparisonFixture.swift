import Comparison
import Experiment
import Host
import Reporting
import Statistics

/// Two Runs with known differences, judged as real ones are.
struct ComparisonFixture {
  /// How a metric of the candidate relates to that of the base.
  enum Change: CaseIterable {
    case same, worse, better, open, invalid, otherUnit, missing
  }

  /// Metrics; the changes go round, most of them `same`.
  var metrics = 12
  var blocks = 30
  var isInterleaved = true
  var seed: UInt64 = 5
  /// What the fourth of the metrics and each third after it are; the others are the same.
  var changes: [Change] = [.worse, .open, .better, .invalid, .otherUnit, .missing]
  /// Text that comes from outside: host name, labels.
  var text = "node1.example"
  /// Whether every third metric has no vote.
  var hasHints = true
  var moreBases = 0

  private struct Template {
    var id: String
    var labels: [String: String]
    var unit: String
    var better: Metric.Direction
    var value: Double
  }

  private static let templates: [Template] =
    ["copy", "scale", "add", "triad"].flatMap { kernel in
      [("ordinary", 21e9), ("streaming", 28e9)].map { store, value in
        Template(
          id: "memory.bandwidth",
          labels: ["kernel": kernel, "store": store, "threads": "2", "isa": "avx2", "pages": "thp"],
          unit: "B/s",
          better: .higher, value: value)
      }
    }
    + [
      ("16384", "L1", 1.1e-9), ("524288", "L2", 3.9e-9), ("16777216", "L3", 14e-9),
      ("268435456", "DRAM", 101e-9),
    ].map {
      Template(
        id: "memory.latency", labels: ["working_set": $0, "level": $1, "pages": "4k"], unit: "s",
        better: .lower,
        value: $2)
    }
    + ["p50", "p99", "max"].flatMap { quantile in
      ["0", "50", "100"].map { load in
        Template(
          id: "scheduler.wakeup_latency", labels: ["load": load, "pinning": "pinned", "quantile": quantile],
          unit: "s",
          better: .lower, value: quantile == "p50" ? 4.2e-6 : quantile == "p99" ? 31e-6 : 190e-6)
      }
    }
    + ["1", "8", "32"].flatMap { depth in
      ["randread", "randwrite"].map { rw in
        Template(
          id: "aio.iops",
          labels: ["engine": "io_uring", "rw": rw, "block": "4k", "depth": depth, "jobs": "1"],
          unit: "op/s", better: .higher, value: 19_400)
      }
    }
    + ["1", "3", "9"].map {
      Template(
        id: "compression.ratio", labels: ["codec": "zstd", "level": $0, "block": "4k", "corpus": "guest"],
        unit: "1",
        better: .higher, value: 2.81)
    }

  var comparison: Comparison {
    let runs = runs
    guard let first = runs.bases.first else {
      return Comparison(base: runs.candidate, candidate: runs.candidate)
    }
    let rules = ComparisonRules(testing: ["kernel"])
    if moreBases == 0 { return Comparison(base: first, candidate: runs.candidate, rules: rules) }
    return Comparison(bases: runs.bases, candidate: runs.candidate, rules: rules)
      ?? Comparison(base: first, candidate: runs.candidate, rules: rules)
  }

  /// The Runs, before they are judged.
  var runs: (bases: [Run], candidate: Run) {
    var generator = SeededGenerator(seed: seed)
    var bases = (0...moreBases).map { empty(id: "base-\($0 + 1)", kernel: "6.1.0-47-amd64") }
    var candidate = empty(id: "candidate-1", kernel: "6.1.0-56-amd64")
    candidate.host.settings["sysctl/vm.swappiness"] = "10"
    candidate.host.noted["cmdline"] = "ro quiet splash console=ttyS0 mitigations=off"
    if isInterleaved, moreBases == 0 {
      let order = String(repeating: "ABBA", count: (blocks + 1) / 2)
      bases[0].plan.interleaved = Interleaving(with: candidate.id, arm: .base, order: order)
      candidate.plan.interleaved = Interleaving(with: bases[0].id, arm: .candidate, order: order)
    }
    for index in 0..<metrics {
      let template = Self.templates[index % Self.templates.count]
      let change: Change = index % 3 == 0 ? changes[index / 3 % changes.count] : .same
      var metric = Metric(
        id: template.id, labels: template.labels, unit: template.unit, better: template.better,
        role: hasHints && index % 3 == 2 ? .informational : .primary)
      metric.labels["round"] = index < Self.templates.count ? nil : "\(index / Self.templates.count)"
      for base in bases.indices {
        metric.samples = samples(template.value, spread: spread(change), drift: 0.02, &generator)
        bases[base].metrics.append(metric)
      }
      guard change != .missing else { continue }
      let bad = template.better == .higher ? 0.96 : 1.04
      let factor = change == .worse ? bad : change == .better ? 2 - bad : change == .open ? (1 + bad) / 2 : 1
      metric.samples = samples(template.value * factor, spread: spread(change), drift: 0.02, &generator)
      if change == .otherUnit { metric.unit = "bit/s" }
      if change == .invalid {
        for place in metric.samples.indices {
          metric.samples[place].valid = false
          metric.samples[place].block += Self.disturbed
        }
      }
      candidate.metrics.append(metric)
    }
    return (bases, candidate)
  }

  private func spread(_ change: Change) -> Double { change == .open ? 0.06 : 0.006 }

  private func samples(_ value: Double, spread: Double, drift: Double, _ generator: inout SeededGenerator)
    -> [Sample]
  {
    (0..<blocks).map { block in
      let noise = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } / 2
      let trend = 1 + drift * Double(block) / Double(max(1, blocks))
      return Sample(
        value: value * trend * (1 + spread * noise), block: block, valid: Self.counts(block), noise: Noise())
    }
  }

  /// Blocks from here on were disturbed, all of them; a metric that cannot be judged has no others.
  private static let disturbed = 1_000

  private static func counts(_ block: Int) -> Bool { block < disturbed && block % 11 != 7 }

  private func empty(id: String, kernel: String) -> Run {
    var run = FixtureRun(blocks: blocks, text: text).empty
    run.id = id
    run.status = .complete
    run.finished = "2026-11-23T09:31:12Z"
    run.blocks = (Array(0..<blocks) + Array(Self.disturbed..<Self.disturbed + blocks)).map { block in
      let counts = Self.counts(block)
      return Block(
        block: block, attempt: 0, verdict: counts ? .valid : .invalid, reasons: counts ? [] : ["steal 12 %"],
        seconds: 2)
    }
    run.host.declared = ["kernel": kernel, "kernel_version": "#1 SMP Debian \(kernel)"]
    run.host.noted["cmdline"] = "ro quiet splash console=ttyS0"
    run.host.noted["mitigations"] = "on"
    return run
  }

  static let suspects = [
    Suspect(
      name: "mitigation_retbleed", base: "Not affected",
      candidate: "Mitigation: untrained return thunk; SMT enabled",
      why: "every return of the kernel is slower: system calls, wake-ups, aio"),
    Suspect(
      name: "sysctl/vm.swappiness", base: "60", candidate: "10",
      why: "memory under pressure is written out later"),
  ]
}
