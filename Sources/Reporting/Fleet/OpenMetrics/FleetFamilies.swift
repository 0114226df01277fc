internal import Comparison
internal import Experiment
internal import Fleet
internal import Statistics

/// What a fleet's report says to monitoring.
struct FleetFamilies {
  /// Series of one kind at most.
  static let mostSeries = 20_000

  private let report: FleetReport
  private let reading: FleetReading

  init(_ report: FleetReport) {
    self.report = report
    reading = FleetReading(report)
  }

  var all: [MetricFamily] {
    about + odd + promises + overNodes + nodes + pairs
  }

  // MARK: The whole

  private var about: [MetricFamily] {
    var verdict = MetricFamily("assay_fleet_verdict", "The verdict over the fleet: 1 for the one that it is.")
    verdict.add(
      [], states: [FleetVerdict.Outcome.pass, .fail, .inconclusive].map(\.rawValue), of: "verdict",
      now: report.verdict.outcome.rawValue)
    var nodes = MetricFamily("assay_fleet_nodes", "Nodes of the fleet.")
    nodes.add([], Double(report.nodes.count))
    var runs = MetricFamily("assay_fleet_node_runs", "Documents that were read of a node.")
    var problems = MetricFamily("assay_fleet_node_problems", "What must be known of a node: how many lines.")
    for node in report.nodes {
      runs.add([("host", node.name)], Double(node.runs))
      problems.add([("host", node.name)], Double(node.problems.count))
    }
    var differences = MetricFamily(
      "assay_fleet_fact_differences", "Facts and settings in which the nodes are not alike, by kind.")
    for relevance in Relevance.allCases {
      let count = report.factDifferences.count { $0.relevance == relevance }
      differences.add([("kind", relevance.rawValue)], Double(count))
    }
    return [verdict, nodes, runs, problems, differences]
  }

  // MARK: Odd nodes

  private var odd: [MetricFamily] {
    var counts = MetricFamily(
      "assay_fleet_node_odd", "Metrics in which a node is unlike all others, by direction.")
    let groups = Dictionary(grouping: report.oddNodes.odd, by: \.node)
    for node in report.nodes where report.oddNodes.family > 0 {
      for direction in [OddNode.Direction.worse, .better] {
        let count = groups[node.name]?.count { $0.direction == direction } ?? 0
        counts.add([("host", node.name), ("direction", direction.rawValue)], Double(count))
      }
    }
    var ratios = MetricFamily(
      "assay_fleet_odd", unit: "ratio",
      "The median of a node as a multiple of that of the others, and the ends of the interval: 0.82 is 18 % less."
    )
    var chances = MetricFamily(
      "assay_fleet_odd_p_value",
      "The chance of so odd a node among equal ones; adjusted by Holm over all nodes and metrics.")
    // The largest differences come first.
    for finding in report.oddNodes.found.prefix(Self.mostSeries / 4) {
      let labels = labels(finding.metric, finding.labels, host: finding.node, role: .primary)
      for (bound, value) in [
        ("lower", finding.interval?.lower), ("estimate", finding.ratio), ("upper", finding.interval?.upper),
      ] {
        ratios.add(labels + [("bound", bound)], value)
      }
      chances.add(labels + [("adjusted", "true")], finding.p)
    }
    return [counts, ratios, chances]
  }

  // MARK: Promises

  private var promises: [MetricFamily] {
    guard let acceptance = report.acceptance else { return [] }
    let statuses: [AcceptanceResult.Status] = [.pass, .fail, .inconclusive]
    var counts = MetricFamily("assay_fleet_promises", "Promises by what became of them.")
    for status in statuses {
      let count = acceptance.lines.count { $0.status == status }
      counts.add([("verdict", status.state)], Double(count))
    }
    var states = MetricFamily(
      "assay_fleet_promise", "What became of a promise: 1 for what did. The host of a pair is from--to.")
    for line in acceptance.lines.prefix(Self.mostSeries / statuses.count) {
      states.add(
        [
          ("asked", line.asked), ("metric", line.metric ?? ""), ("host", line.place ?? ""),
          ("line", "\(line.line)"),
        ], states: statuses.map { $0.state }, of: "verdict", now: line.status.state)
    }
    return [counts, states]
  }

  // MARK: Values

  private func labels(
    _ id: String, _ labels: [String: String], host: String, role: Metric.Role
  ) -> MetricFamily.Labels {
    MetricLabels.all(id, labels, host: host, role: role.rawValue)
  }

  /// A family for each unit.
  private func families<Item>(
    _ items: [Item], unit: (Item) -> String, _ name: String, _ help: StaticString,
    add: (Item, inout MetricFamily) -> Void
  ) -> [MetricFamily] {
    Dictionary(grouping: items) { MetricLabels.unit(unit($0)) ?? "" }.sorted { $0.key < $1.key }.map {
      unit, items in
      var family = MetricFamily(name, unit: unit.isEmpty ? nil : unit, help)
      for item in items { add(item, &family) }
      return family
    }
  }

  /// The lowest node, the median and the highest node of each metric.
  private var overNodes: [MetricFamily] {
    families(
      reading.metrics, unit: \.row.unit, "assay_fleet_metric",
      "Quantiles over the nodes of their medians; 0.5 is the median node."
    ) { metric, family in
      for (quantile, value) in [
        ("0", metric.lowest?.value), ("0.5", metric.median), ("1", metric.highest?.value),
      ] {
        let place = labels(metric.row.id, metric.row.labels, host: "fleet", role: metric.row.role)
        family.add(place + [("sample_quantile", quantile)], value)
      }
    }
  }

  private var nodes: [MetricFamily] {
    let count = reading.metrics.reduce(0) { $0 + $1.places.count }
    guard count <= Self.mostSeries else { return [] }
    return families(
      reading.metrics, unit: \.row.unit, "assay_fleet_median", "Median of a metric on a node."
    ) { metric, family in
      for place in metric.places.sorted(by: { $0.index < $1.index }) {
        family.add(
          labels(metric.row.id, metric.row.labels, host: place.name, role: metric.row.role), place.value)
      }
    }
  }

  private var pairs: [MetricFamily] {
    let pairs = report.pairs.map { FleetPairs($0) }
    guard pairs.reduce(0, { $0 + $1.pairs.count }) <= Self.mostSeries else { return [] }
    return families(
      pairs, unit: \.matrix.unit, "assay_fleet_pair_median",
      "Median of a metric from a node, host, to another one, peer."
    ) { one, family in
      let nodes = one.matrix.nodes
      for pair in one.pairs {
        // A matrix has no role.
        let own = labels(
          one.matrix.id, Self.free(one.matrix.labels), host: nodes[pair.from], role: .informational)
        family.add(own.filter { $0.name != "role" } + [("peer", nodes[pair.to])], pair.value)
      }
    }
  }

  /// A metric's labels, of which none is called as the receiving node is here.
  private static func free(_ labels: [String: String]) -> [String: String] {
    guard let value = labels["peer"] else { return labels }
    var labels = labels
    labels["peer"] = nil
    var name = "label_peer"
    while labels[name] != nil { name += "_" }
    labels[name] = value
    return labels
  }
}

extension AcceptanceResult.Status {
  /// As monitoring calls it: the same words as for the verdict over the fleet.
  fileprivate var state: String { rawValue.lowercased() }
}
