internal import Experiment
internal import Fleet

/// A fleet's report, worked out once for every rendering of it, so that all of them use the same words.
struct FleetReading {
  /// What was found at one node.
  struct OddGroup {
    /// Its name.
    var node: String
    /// The other one's name where there are only two nodes.
    var against: String?
    /// What was found, the largest difference first.
    var findings: [OddNode]

    /// Whether it is what fails a report.
    var isWorse: Bool { findings.contains { $0.method != .pair && $0.direction == .worse } }

    /// What tells the node from the others, the likeliest cause first, each once.
    var causes: [String] {
      var seen: Set<String> = []
      return findings.flatMap(\.differsIn).filter { seen.insert($0).inserted }
    }
  }

  /// The metrics of one name.
  struct Family {
    /// `memory.bandwidth`
    var id: String
    /// In the order in which people read their labels.
    var metrics: [FleetMetric]
    /// What all of them have in common and which way is good: `higher is better · avx2`.
    var note: String
  }

  let report: FleetReport
  /// By node: those that are worse first, then in the order of the report.
  let odd: [OddGroup]
  /// One for each metric name, sorted.
  let families: [Family]

  init(_ report: FleetReport) {
    self.report = report
    odd = Self.groups(report.oddNodes.found)
    let names = report.nodes.map(\.name)
    let findings = Dictionary(grouping: report.oddNodes.found, by: \.key)
    families = Dictionary(grouping: report.metrics, by: \.id).sorted { $0.key < $1.key }.map { id, rows in
      Family(id, rows, names, findings)
    }
  }

  /// Every metric, family by family.
  var metrics: [FleetMetric] { families.flatMap(\.metrics) }
  /// Those that have a vote; all where none has one: who looks at a report looks for figures.
  var shownMetrics: [FleetMetric] {
    let primary = metrics.filter(\.isPrimary)
    return primary.isEmpty ? metrics : primary
  }

  /// Names of nodes that are odd and worse.
  var worse: [String] { odd.filter(\.isWorse).map(\.node) }
  /// Names of nodes that are odd, but in nothing worse.
  var better: [String] {
    odd.filter { !$0.isWorse && $0.findings.contains { $0.method != .pair } }.map(\.node)
  }

  /// The promises, broken ones first, then those that cannot be told; each in the order of the file.
  var promises: [AcceptanceResult.Line] {
    let lines = report.acceptance?.lines ?? []
    return [AcceptanceResult.Status.fail, .inconclusive, .pass].flatMap { status in
      lines.filter { $0.status == status }
    }
  }

  /// What must be known of the fleet and of its nodes, each once, with the nodes that it is true of.
  var problems: [(nodes: [String], text: String)] {
    var places: [String: Int] = [:]
    var found: [(nodes: [String], text: String)] = []
    for node in report.nodes {
      for text in node.problems {
        if let place = places[text] {
          found[place].nodes.append(node.name)
        } else {
          places[text] = found.count
          found.append(([node.name], text))
        }
      }
    }
    return report.problems.map { ([], $0) } + found
  }

  private static func groups(_ found: [OddNode]) -> [OddGroup] {
    var places: [[String?]: Int] = [:]
    var groups: [OddGroup] = []
    for finding in found {
      let key = [finding.node, finding.against]
      if let place = places[key] {
        groups[place].findings.append(finding)
      } else {
        places[key] = groups.count
        groups.append(OddGroup(node: finding.node, against: finding.against, findings: [finding]))
      }
    }
    return groups.filter(\.isWorse) + groups.filter { !$0.isWorse }
  }
}

extension FleetReading.Family {
  /// - Parameters:
  ///   - names: of the nodes.
  ///   - findings: of all metrics.
  fileprivate init(
    _ id: String, _ rows: [FleetReport.MetricRow], _ names: [String], _ findings: [Metric.Key: [OddNode]]
  ) {
    self.id = id
    let labels = Set(rows.flatMap(\.labels.keys))
    let varying = labels.filter { label in Set(rows.map { $0.labels[label] }).count > 1 }.sorted()
    let common = labels.subtracting(varying).sorted()
    let ranked = rows.map { row in
      (row: row, ranks: varying.map { LabelWords.rank($0, row.labels[$0]) })
    }.sorted { left, right in
      zip(left.ranks, right.ranks).first { $0 != $1 }.map { $0 < $1 } ?? false
    }
    metrics = ranked.map { ranked in
      FleetMetric(ranked.row, varying: varying, nodes: names, findings: findings[ranked.row.key] ?? [])
    }
    let better = Set(rows.map(\.better))
    let direction = better.count == 1 ? better.first.map { ["\($0.rawValue) is better"] } ?? [] : []
    // A metric that stands alone is named by its labels: they need not be said twice.
    let shared = rows.count > 1 ? rows.first.map { FleetMetric.words(common, of: $0.labels) } ?? "" : ""
    note = (direction + [shared]).filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
