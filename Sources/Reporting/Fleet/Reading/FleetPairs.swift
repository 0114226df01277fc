internal import Experiment
internal import Fleet
internal import Statistics

/// One metric from each node to each other, with its figures in words.
struct FleetPairs {
  /// A pair that was measured.
  struct Pair {
    /// The sending node's place.
    var from: Int
    /// The receiving node's place.
    var to: Int
    var value: Double
  }

  let matrix: FleetReport.PairMatrix
  /// The unit to show it in.
  let unit: String
  /// Pairs that were measured, row by row.
  let pairs: [Pair]

  init(_ matrix: FleetReport.PairMatrix) {
    self.matrix = matrix
    unit = DisplayUnit.name(matrix.id, unit: matrix.unit)
    let count = matrix.nodes.count
    pairs = matrix.median.prefix(count).enumerated().flatMap { from, row in
      row.prefix(count).enumerated().compactMap { to, value in
        value.flatMap { $0.isFinite ? Pair(from: from, to: to, value: $0) : nil }
      }
    }
  }

  /// `node1--node2`, as an acceptance file names it.
  func name(_ pair: Pair) -> String { "\(matrix.nodes[pair.from])--\(matrix.nodes[pair.to])" }

  /// The metric's name and its labels in words.
  var name: String { FleetMetric.fullName(matrix.id, matrix.labels) }
  var betterText: String { "\(matrix.better.rawValue) is better" }

  /// The worst pair first; equal ones in their order.
  var worstFirst: [Pair] {
    let sign = matrix.better == .higher ? 1.0 : -1
    return pairs.enumerated().sorted { left, right in
      (sign * left.element.value, left.offset) < (sign * right.element.value, right.offset)
    }.map(\.element)
  }

  /// The median over the pairs; nil where none was measured.
  var median: Double? { Quantile.median(of: pairs.map(\.value)) }

  func text(_ value: Double) -> String { Units.text(value, unit: unit) }

  /// A cell: `9.4 GB/s`; `–` where the pair was not measured, nothing where a node meets itself.
  func text(_ from: Int, _ to: Int) -> String {
    value(from, to).map { text($0) } ?? (from == to ? "" : "–")
  }

  /// A pair's median; nil where it was not measured.
  func value(_ from: Int, _ to: Int) -> Double? {
    guard from < matrix.median.count, to < matrix.median[from].count else { return nil }
    return matrix.median[from][to].flatMap { $0.isFinite ? $0 : nil }
  }

  /// `9.3–9.5 GB/s, 30 samples`
  func detail(_ from: Int, _ to: Int) -> String {
    let isKnown = from < matrix.samples.count && to < matrix.samples[from].count
    let count = Units.count(isKnown ? matrix.samples[from][to] : 0, "sample")
    guard from < matrix.low.count, to < matrix.low[from].count, let low = matrix.low[from][to],
      from < matrix.high.count, to < matrix.high[from].count, let high = matrix.high[from][to]
    else { return count }
    return "\(Units.range(low, high, unit: unit)), \(count)"
  }

  /// By node the median of what it sends or of what it receives, the worst first.
  func nodes(sending: Bool) -> [(name: String, value: Double)] {
    let groups = Dictionary(grouping: pairs) { sending ? $0.from : $0.to }
    let sign = matrix.better == .higher ? 1.0 : -1
    return groups.compactMap { node, pairs in
      Quantile.median(of: pairs.map(\.value)).map { (node: node, value: $0) }
    }.sorted { (sign * $0.value, $0.node) < (sign * $1.value, $1.node) }
      .map { (name: matrix.nodes[$0.node], value: $0.value) }
  }
}
