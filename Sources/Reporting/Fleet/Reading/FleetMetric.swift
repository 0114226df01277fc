internal import Experiment
internal import Fleet
internal import Statistics

/// One metric of all nodes, with its figures in words.
struct FleetMetric {
  /// A node's place among the nodes, its name and its median.
  struct Place {
    var index: Int
    var name: String
    var value: Double
  }

  let row: FleetReport.MetricRow
  /// What tells it apart from others of its name: `triad, 2 threads`.
  let name: String
  /// Nodes that have it, the lowest median first.
  let places: [Place]
  /// The unit to show it in.
  let unit: String
  /// What was found in it, by the node's name.
  let findings: [String: OddNode]

  /// - Parameters:
  ///   - varying: the labels that tell it apart from others of its name.
  ///   - nodes: names of all nodes.
  ///   - findings: those of this metric.
  init(_ row: FleetReport.MetricRow, varying: [String], nodes: [String], findings: [OddNode]) {
    self.row = row
    let own = Self.words(varying.isEmpty ? row.labels.keys.sorted() : varying, of: row.labels)
    name = own.isEmpty ? row.id : own
    places = zip(nodes, row.median).enumerated().compactMap { index, node in
      node.1.flatMap { $0.isFinite ? Place(index: index, name: node.0, value: $0) : nil }
    }.sorted { ($0.value, $0.index) < ($1.value, $1.index) }
    unit = DisplayUnit.name(row.id, unit: row.unit)
    self.findings = Dictionary(findings.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Its name, and what tells it apart from others of that name.
  var fullName: String { name == row.id ? name : "\(row.id) \(name)" }
  var isPrimary: Bool { row.role == .primary }
  var lowest: Place? { places.first }
  var highest: Place? { places.last }

  /// The median over the nodes; nil where none has it.
  var median: Double? { Quantile.value(0.5, ofSorted: places.map(\.value)) }

  /// By how much the highest node lies above the lowest one, as a share; nil where there is no ratio.
  var spread: Double? {
    guard let lowest, let highest, places.count > 1, lowest.value > 0 else { return nil }
    return highest.value / lowest.value - 1
  }

  /// `4.3 %`; `–` where there is none.
  var spreadText: String { spread.map { Change.share($0) } ?? "–" }

  /// The ends of the interval of a node's median; nil where there are none.
  func interval(_ node: Int) -> (low: Double, high: Double)? {
    guard node < row.low.count, node < row.high.count, let low = row.low[node], let high = row.high[node],
      low.isFinite, high.isFinite
    else { return nil }
    return (low, high)
  }

  /// A node's median: `16.4 GB/s`, with a sign before it where the node is odd; `–` where there is none.
  func text(_ node: Int, _ name: String) -> String {
    guard node < row.median.count, let value = row.median[node] else { return "–" }
    return text(value, name)
  }

  /// A node's median where it is known.
  func text(_ place: Place) -> String { text(place.value, place.name) }

  private func text(_ value: Double, _ node: String) -> String {
    let text = Units.text(value, unit: unit)
    return findings[node].map { "\($0.sign) \(text)" } ?? text
  }

  /// Labels in words.
  static func words(_ names: [String], of labels: [String: String]) -> String {
    names.compactMap { name in labels[name].map { LabelText.text(name, $0, beside: labels) } }
      .joined(separator: ", ")
  }

  /// A metric's name with all its labels in words: `memory.bandwidth triad, 2 threads`.
  static func fullName(_ id: String, _ labels: [String: String]) -> String {
    let words = words(labels.keys.sorted(), of: labels)
    return words.isEmpty ? id : "\(id) \(words)"
  }

  /// Of many metrics the most telling, in their order: those with a finding, then those whose nodes lie furthest apart.
  static func mostTelling(_ metrics: [FleetMetric], most: Int) -> [FleetMetric] {
    guard metrics.count > most else { return metrics }
    let order = metrics.indices.sorted { left, right in
      let (one, other) = (metrics[left], metrics[right])
      if one.findings.isEmpty != other.findings.isEmpty { return !one.findings.isEmpty }
      return (other.spread ?? -1, left) < (one.spread ?? -1, right)
    }
    return order.prefix(most).sorted().map { metrics[$0] }
  }
}
