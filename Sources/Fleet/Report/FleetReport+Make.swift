internal import Comparison
internal import Experiment
internal import Statistics

extension FleetReport {
  /// The report on what was measured.
  ///
  /// The same data give the same report to the bit.
  /// - Parameters:
  ///   - acceptance: what was promised; nil for nothing.
  ///   - rules: what makes a node odd.
  public init(_ data: FleetData, acceptance: AcceptanceFile? = nil, rules: OddNodeRules = OddNodeRules()) {
    schema = Self.currentSchema
    nodes = data.nodes.map {
      Node(name: $0.name, host: $0.host, kernel: $0.kernel, runs: $0.runs, problems: $0.problems)
    }
    problems = data.problems
    var ranks = OrderRanks()
    metrics = data.series.map { Self.row($0, &ranks) }
    pairs = Self.matrices(data.pairs, &ranks)
    let known = data.nodes.indices.filter { data.nodes[$0].runs > 0 }
    let facts = NodeFacts(data.facts, nodes: known)
    factDifferences = Self.differences(facts, known, data.nodes.map(\.name))
    var odd = OddNodeSearch(data.series, nodes: data.nodes.map(\.name), rules: rules).result
    Self.explain(&odd, facts, data.nodes.map(\.name))
    oddNodes = odd
    self.acceptance = acceptance.map { AcceptanceJudge.judge($0, data) }
    let hasValues = !data.series.isEmpty || !data.pairs.isEmpty
    let silent = data.nodes.indices.filter { node in data.series.allSatisfy { $0.values[node].isEmpty } }
    verdict = FleetVerdict(
      oddNodes, self.acceptance, nodes: data.nodes.count, silent: silent.map { data.nodes[$0].name },
      hasValues: hasValues)
  }

  // MARK: Figures

  private struct Figures {
    var median: Double?
    var low: Double?
    var high: Double?
    var samples: Int

    init(_ values: [Double], _ ranks: inout OrderRanks) {
      samples = values.count
      let sorted = values.sorted()
      guard !sorted.isEmpty else { return }
      median = Quantile.value(0.5, ofSorted: sorted)
      (low, high) = ranks.ends(0.5, ofSorted: sorted)
    }
  }

  private static func row(_ series: FleetData.Series, _ ranks: inout OrderRanks) -> MetricRow {
    let figures = series.values.map { Figures($0, &ranks) }
    return MetricRow(
      id: series.key.id, labels: series.key.labels, unit: series.unit, better: series.better,
      role: series.role,
      median: figures.map(\.median), low: figures.map(\.low), high: figures.map(\.high),
      samples: figures.map(\.samples))
  }

  /// One matrix a metric; the pairs come sorted by metric.
  private static func matrices(_ pairs: [FleetData.PairSeries], _ ranks: inout OrderRanks) -> [PairMatrix] {
    var groups: [[FleetData.PairSeries]] = []
    for pair in pairs {
      if groups.last?.first?.key == pair.key {
        groups[groups.count - 1].append(pair)
      } else {
        groups.append([pair])
      }
    }
    return groups.compactMap { group in
      guard let first = group.first else { return nil }
      let nodes = Set(group.flatMap { [$0.from, $0.to] }).sorted(by: NaturalOrder.isBefore)
      let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
      let none = [Figures](repeating: Figures([], &ranks), count: nodes.count)
      var table = [[Figures]](repeating: none, count: nodes.count)
      for pair in group {
        guard let row = places[pair.from], let column = places[pair.to] else { continue }
        table[row][column] = Figures(pair.values, &ranks)
      }
      return PairMatrix(
        id: first.key.id, labels: first.key.labels, unit: first.unit, better: first.better, nodes: nodes,
        median: table.map { $0.map(\.median) }, low: table.map { $0.map(\.low) },
        high: table.map { $0.map(\.high) }, samples: table.map { $0.map(\.samples) })
    }
  }

  // MARK: Facts

  /// Tells of each finding in what its node differs, the likeliest cause first.
  private static func explain(_ odd: inout OddNodes, _ facts: NodeFacts, _ names: [String]) {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var known: [String: HostDiff] = [:]
    for index in odd.found.indices {
      let found = odd.found[index]
      guard let node = places[found.node] else { continue }
      let diff: HostDiff
      if let against = found.against.flatMap({ places[$0] }) {
        diff = facts.difference(against, node)
      } else {
        diff = known[found.node] ?? facts.difference(of: node)
        known[found.node] = diff
      }
      odd.found[index].differsIn = diff.suspects(for: found.metric).map(\.insteadText)
    }
  }

  private static func differences(_ facts: NodeFacts, _ nodes: [Int], _ names: [String]) -> [FactDifference] {
    guard nodes.count > 1 else { return [] }
    var found = FactDifferences()
    for node in nodes { found.take(facts.difference(of: node), node: names[node]) }
    for scattered in facts.scattered(among: nodes) {
      found.take(scattered.difference, scattered.values.map { ($0.text, $0.nodes.map { names[$0] }) })
    }
    return found.sorted
  }
}
