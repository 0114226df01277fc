import Comparison
import Experiment
import Statistics

@testable import Fleet

/// Made-up reports on fleets.
enum FleetFixture {
  /// A report; its verdict is that of what it holds.
  static func report(
    nodes: [FleetReport.Node], metrics: [FleetReport.MetricRow] = [], found: [OddNode] = [], family: Int = 0,
    notes: [OddNodes.Note] = [], remark: String? = nil, facts: [FactDifference] = [],
    pairs: [FleetReport.PairMatrix] = [], lines: [AcceptanceResult.Line]? = nil, problems: [String] = []
  ) -> FleetReport {
    let odd = OddNodes(found: found, family: family, notes: notes, remark: remark)
    let acceptance = lines.map { lines in
      AcceptanceResult(
        name: "three nodes for KVM", file: "acceptance.yaml",
        status: lines.contains { $0.status == .fail } ? .fail : .pass, lines: lines)
    }
    return FleetReport(
      schema: FleetReport.currentSchema, nodes: nodes, problems: problems, metrics: metrics, oddNodes: odd,
      factDifferences: facts, pairs: pairs, acceptance: acceptance,
      verdict: FleetVerdict(
        odd, acceptance, nodes: nodes.count, silent: nodes.filter { $0.runs == 0 }.map(\.name),
        hasValues: !metrics.isEmpty || !pairs.isEmpty))
  }

  static func node(_ name: String, runs: Int = 2, problems: [String] = []) -> FleetReport.Node {
    FleetReport.Node(name: name, host: "\(name).example", kernel: "6.1.0-47", runs: runs, problems: problems)
  }

  static func row(
    _ id: String, labels: [String: String] = [:], unit: String = "B/s", better: Metric.Direction = .higher,
    role: Metric.Role = .primary, _ values: [Double?]
  ) -> FleetReport.MetricRow {
    FleetReport.MetricRow(
      id: id, labels: labels, unit: unit, better: better, role: role, median: values,
      low: values.map { $0.map { $0 * 0.995 } }, high: values.map { $0.map { $0 * 1.005 } },
      samples: values.map { $0 == nil ? 0 : 30 })
  }

  static func odd(
    _ node: String, _ metric: String, labels: [String: String] = [:], against: String? = nil,
    direction: OddNode.Direction = .worse, ratio: Double = 0.816,
    ends: (Double, Double)? = (0.811, 0.822), p: Double = 0.0001, differsIn: [String] = []
  ) -> OddNode {
    OddNode(
      node: node, against: against, metric: metric, labels: labels, direction: direction, ratio: ratio,
      interval: ends.map { Interval(lower: $0.0, upper: $0.1, level: 0.95) }, p: p,
      method: against == nil ? .noise : .pair, differsIn: differsIn)
  }

  static func line(
    _ place: String, of metric: String = "memory.bandwidth{kernel=triad}", bound: String = ">= 20 GB/s",
    _ value: Double?, _ ends: (Double, Double)?, samples: Int = 30, unit: String = "B/s",
    _ status: AcceptanceResult.Status, reason: String? = nil
  ) -> AcceptanceResult.Line {
    AcceptanceResult.Line(
      line: 4, asked: "\(metric) \(bound)", metric: metric, place: place, unit: unit,
      bound: 2e10, side: .atLeast, quantile: 0.5, value: value, low: ends?.0, high: ends?.1, samples: samples,
      status: status, reason: reason)
  }

  static func matrix(_ id: String, nodes: [String], _ value: (Int, Int) -> Double?) -> FleetReport.PairMatrix
  {
    let table = nodes.indices.map { row in nodes.indices.map { $0 == row ? nil : value(row, $0) } }
    return FleetReport.PairMatrix(
      id: id, labels: [:], unit: "B/s", better: .higher, nodes: nodes, median: table,
      low: table.map { $0.map { $0.map { $0 * 0.99 } } }, high: table.map { $0.map { $0.map { $0 * 1.01 } } },
      samples: table.map { $0.map { $0 == nil ? 0 : 30 } })
  }

  static func fact(
    _ key: String, majority: String? = nil, _ others: [(String?, [String])], alike: [String] = [],
    _ relevance: Relevance = .hardware
  ) -> FactDifference {
    FactDifference(
      key: key, majority: majority, hasMajority: majority != nil,
      others: others.map { FactDifference.Value(value: $0.0, nodes: $0.1) }, distinct: others.count,
      alike: alike, relevance: relevance, note: nil)
  }

  /// Three nodes, of which the second is slower and breaks a promise.
  static var three: FleetReport {
    let names = ["node1", "node2", "node3"]
    return report(
      nodes: [
        node("node1"), node("node2"),
        node("node3", problems: ["a Run was interrupted: 12 of 30 blocks"]),
      ],
      metrics: [
        row("memory.bandwidth", labels: ["kernel": "copy"], [20e9, 16.4e9, 20.2e9]),
        row("memory.bandwidth", labels: ["kernel": "triad"], [21e9, 17.2e9, 21.1e9]),
        row("memory.latency", unit: "s", better: .lower, [80e-9, 81.6e-9, 80.4e-9]),
        row("memory.share", unit: "1", role: .informational, [0.5, 0.5, nil]),
      ],
      found: [
        odd(
          "node2", "memory.bandwidth", labels: ["kernel": "copy"],
          differsIn: ["memory_gib 16 instead of 32", "memory_channels 1 instead of 2"]),
        odd(
          "node2", "memory.bandwidth", labels: ["kernel": "triad"], ratio: 0.817, ends: (0.81, 0.824),
          p: 0.002,
          differsIn: ["memory_gib 16 instead of 32"]),
      ], family: 6,
      notes: [
        OddNodes.Note(
          metric: "memory.latency", reason: "4 valid samples a node are too few; 6 are needed")
      ],
      facts: [
        fact("memory_gib", majority: "32", [("16", ["node2"])]),
        fact(
          "kernel", [("6.1.0-47", ["node1"]), ("6.1.0-49", ["node2"]), ("6.1.0-56", ["node3"])], .kernel),
        fact(
          "sysctl/vm.swappiness", majority: "60", [("10", ["node3"])], alike: ["sysctl/vm.dirty_ratio"],
          .setting),
      ],
      pairs: [matrix("link.bandwidth", nodes: names) { from, _ in from == 1 ? 0.59e9 : 1.18e9 }],
      lines: [
        line("node1", 21e9, (20.9e9, 21.1e9), .pass), line("node2", 17.2e9, (17.1e9, 17.3e9), .fail),
        line("node3", 21.1e9, (21e9, 21.2e9), .pass),
        line(
          "node1", of: "memory.latency", bound: "<= 81 ns", 80e-9, nil, samples: 4, unit: "s", .inconclusive,
          reason: "4 samples are too few; 6 are needed"),
      ], problems: ["pairs/old: no file is a Run"])
  }

  /// Two nodes that differ, neither of which can be told to be the odd one.
  static var two: FleetReport {
    report(
      nodes: [node("a"), node("b")], metrics: [row("memory.bandwidth", [20e9, 16e9])],
      found: [odd("b", "memory.bandwidth", against: "a", ratio: 0.8, ends: nil)], family: 1,
      remark: "of two nodes neither can be told to be the odd one")
  }

  /// One node, which nothing can be compared with.
  static var one: FleetReport {
    report(nodes: [node("alone")], metrics: [row("memory.bandwidth", [20e9])])
  }

  /// No node at all.
  static var empty: FleetReport { report(nodes: []) }

  /// Many nodes with everything in great number: findings, promises, facts, pairs, problems.
  static func many(_ count: Int, metrics: Int) -> FleetReport {
    let names = (1...count).map { "compute-rack7-node\($0)" }
    let odd = names.enumerated().filter { $0.offset.isMultiple(of: 4) }.map(\.element)
    let rows = (1...metrics).map { metric in
      row(
        "memory.bandwidth", labels: ["kernel": "triad", "threads": "\(metric)"],
        names.indices.map { node in
          node.isMultiple(of: 4) ? 15e9 : 20e9 + Double(node * 7_919 % 1_000) * 1e6
        })
    }
    return report(
      nodes: names.map { node($0, problems: ["only \($0) has this", "the clock is 3 s off"]) },
      metrics: rows,
      found: odd.flatMap { name in
        (1...min(metrics, 30)).map {
          self.odd(
            name, "memory.bandwidth", labels: ["kernel": "triad", "threads": "\($0)"],
            differsIn: (1...20).map { "fact\($0) 1 instead of 2" })
        }
      }, family: count * metrics,
      facts: (1...400).map { fact("fact\($0)", majority: "2", [("1", odd), (nil, names)], .setting) },
      pairs: (1...12).map { index in
        matrix("link.bandwidth\(index)", nodes: Array(names.prefix(60))) { Double($0 * $1 + 1) * 1e6 }
      },
      lines: names.flatMap { name in
        [
          line(name, 15e9, (14.9e9, 15.1e9), .fail), line(name, 21e9, (20.9e9, 21.1e9), .pass),
          line(name, nil, nil, samples: 0, .inconclusive, reason: "nothing measured here"),
        ]
      })
  }

  /// A report in which every text is hostile.
  static func hostile(_ text: String) -> FleetReport {
    let names = ["\(text)1", "\(text)2", "\(text)3"]
    return report(
      nodes: names.map { node($0, problems: [text]) },
      metrics: [
        row(text, labels: [text: text], unit: text, [1, 2, 3]),
        row(text, labels: ["kernel": "\(text)!"], unit: text, [1, 2, 4]),
      ],
      found: [odd(names[1], text, labels: [text: text], differsIn: [text])], family: 3,
      notes: [OddNodes.Note(metric: text, reason: text)], remark: text,
      facts: [fact(text, majority: text, [(text, [names[0]])], alike: [text])],
      pairs: [matrix(text, nodes: names) { Double($0 + $1) }],
      lines: [line(names[0], of: text, bound: text, 1, (1, 1), unit: text, .fail, reason: text)],
      problems: [text])
  }
}
