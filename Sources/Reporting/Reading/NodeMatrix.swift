/// One quantity for each pair of a node with CPUs and a node with memory.
struct NodeMatrix: Sendable {
  /// What is in it: `read`, `triad streaming`, `latency`.
  var name: String
  /// `B/s` or `s`.
  var unit: String
  /// Whether large values are good.
  var higherIsBetter: Bool
  /// Nodes of the CPUs: rows.
  var cpuNodes: [String]
  /// Nodes of the memory: columns.
  var memoryNodes: [String]
  /// [CPU node][memory node]; nil where the pair was not measured.
  var cells: [[Estimate?]]

  /// The results in it.
  var values: [Double] { cells.flatMap { $0.compactMap { $0?.value } } }
  /// How to read it.
  static let explanation = "Rows: node of the CPUs. Columns: node of the memory."
  /// `higher is better`.
  var betterText: String { higherIsBetter ? "higher is better" : "lower is better" }

  /// A matrix of estimates; nil unless two places of memory were measured from one node.
  init?(
    name: String, unit: String, higherIsBetter: Bool,
    pairs: [(cpu: String, memory: String, estimate: Estimate)]
  ) {
    let numbered = pairs.filter { Int($0.cpu) != nil && Int($0.memory) != nil }
    cpuNodes = Self.inOrder(numbered.map(\.cpu))
    memoryNodes = Self.inOrder(numbered.map(\.memory))
    guard memoryNodes.count > 1 else { return nil }
    self.name = name
    self.unit = unit
    self.higherIsBetter = higherIsBetter
    let lookup = Dictionary(
      numbered.map { ([$0.cpu, $0.memory], $0.estimate) }, uniquingKeysWith: { first, _ in first })
    let columns = memoryNodes
    cells = cpuNodes.map { cpu in columns.map { lookup[[cpu, $0]] } }
  }

  private static func inOrder(_ names: [String]) -> [String] {
    Array(Set(names)).sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }

  /// One for each loop, of the measurements with most threads for each pair.
  static func bandwidths(_ rows: [BandwidthReading.Row]) -> [NodeMatrix] {
    let loops = Dictionary(grouping: rows, by: \.name)
    return loops.keys.sorted().compactMap { name in
      let pairs = (loops[name] ?? []).sorted { $0.threads > $1.threads }
        .map { (cpu: $0.cpuNode, memory: $0.memoryNode, estimate: $0.estimate) }
      guard pairs.contains(where: { $0.cpu != $0.memory && Int($0.memory) != nil }) else { return nil }
      return NodeMatrix(name: name, unit: "B/s", higherIsBetter: true, pairs: pairs)
    }
  }

  /// Of the measurements with the largest working set for each pair, huge pages before others.
  static func latency(_ points: [LatencyReading.Point]) -> NodeMatrix? {
    guard points.contains(where: { $0.cpuNode != $0.memoryNode }) else { return nil }
    let ordered = points.sorted {
      ($1.workingSet, $0.pages == "thp" ? 0 : 1) < ($0.workingSet, $1.pages == "thp" ? 0 : 1)
    }
    return NodeMatrix(
      name: "latency", unit: "s", higherIsBetter: false,
      pairs: ordered.map { (cpu: $0.cpuNode, memory: $0.memoryNode, estimate: $0.estimate) })
  }
}
