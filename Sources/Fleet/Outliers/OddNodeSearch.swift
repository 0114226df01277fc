internal import Experiment
internal import Statistics

/// Looks for the odd one out among the nodes of a fleet, in all primary metrics at once.
///
///     let found = OddNodeSearch(data.series, nodes: data.nodes.map(\.name)).result
///     found.odd.first?.node      // "node2"
///
/// The p of each node in each metric (`OddNodeTest`) are adjusted together after Holm: of reports on equal nodes no more
/// than 5 % point at anybody, however many nodes and metrics there are.
public struct OddNodeSearch {
  private let series: [FleetData.Series]
  private let hasValues: Bool
  private let nodes: [String]
  private let rules: OddNodeRules

  /// What was looked for, and what was found.
  public private(set) var result = OddNodes(found: [], family: 0, notes: [], remark: nil)

  /// Looks for odd nodes.
  ///
  /// - Parameters:
  ///   - series: the metrics, with the values of each node; primary ones are judged.
  ///   - nodes: the nodes' names, by their places in the values.
  public init(_ series: [FleetData.Series], nodes: [String], rules: OddNodeRules = OddNodeRules()) {
    self.series = series.filter { $0.role == .primary }
    hasValues = !series.isEmpty
    self.nodes = nodes
    self.rules = rules
    search()
  }

  /// A metric that is judged.
  private struct Judged {
    let series: FleetData.Series
    let test: OddNodeTest
    let wandering: Wandering?
  }

  private mutating func search() {
    if nodes.count < 2 { return }
    if series.isEmpty {
      let reason = hasValues ? "no metric is a primary one" : "no metric has a valid sample"
      result.remark = "\(reason): none is judged"
      return
    }
    var judged: [Judged] = []
    var pairs: [(series: FleetData.Series, levels: NodeLevels)] = []
    for one in series {
      do throws(NodeLevels.Unjudged) {
        let levels = try NodeLevels(one.values)
        switch levels.count {
        case 0, 1: note(one, few(one))
        case 2: pairs.append((one, levels))
        default:
          let test = OddNodeTest(levels, rules)
          let wandering = test.hasManyNodes ? nil : Wandering(levels.levels.map(\.positions))
          judged.append(Judged(series: one, test: test, wandering: wandering))
        }
      } catch {
        note(one, error.reason)
      }
    }
    judge(judged)
    if nodes.count == 2 {
      result.remark = "of two nodes neither can be told to be the odd one"
      compare(pairs)
    } else {
      for pair in pairs { note(pair.series, "only two nodes have it: neither can be told to be the odd one") }
    }
  }

  private func few(_ one: FleetData.Series) -> String {
    let most = one.values.reduce(0) { max($0, $1.count) }
    return most < OddNodeRules.fewestSamples
      ? "\(most) valid samples a node are too few; \(OddNodeRules.fewestSamples) are needed"
      : "only one node has enough samples of it"
  }

  private mutating func note(_ one: FleetData.Series, _ reason: String) {
    result.notes.append(OddNodes.Note(metric: "\(one.key)", reason: reason))
  }

  // MARK: Three nodes and more

  private mutating func judge(_ judged: [Judged]) {
    let moderation = Moderation(
      judged.compactMap { metric in
        metric.wandering.flatMap { wandering in
          wandering.inflation.map { ($0, wandering.freedom) }
        }
      })
    let few = judged.filter { !$0.test.hasManyNodes }
    let pooled = NodeSpread.pooled(
      few.map { metric in
        Dictionary(uniqueKeysWithValues: metric.test.levels.levels.map { ($0.node, $0.center) })
      })
    let family = judged.reduce(0) { $0 + $1.test.levels.count }
    var candidates: [(metric: Judged, candidate: OddNodeTest.Candidate)] = []
    for metric in judged {
      candidates += metric.test.candidates(metric.wandering, moderation, pooled: pooled).map { (metric, $0) }
    }
    // Those that are no candidates have a p of 1, and come last.
    let idle = [Double](repeating: 1, count: family - candidates.count)
    let adjusted = Holm.adjusted(candidates.map(\.candidate.p) + idle)
    for (place, found) in candidates.enumerated() where adjusted[place] < rules.significance {
      take(found.metric, found.candidate, adjusted[place])
    }
    result.family += family
    result.found.sort(by: Self.isLarger)
    remarkOnSize(few, family)
  }

  private mutating func take(_ metric: Judged, _ candidate: OddNodeTest.Candidate, _ p: Double) {
    if let placement = Self.placement(metric.series, candidate.node) {
      return note(metric.series, "\(nodes[candidate.node]) is not pointed at: \(placement)")
    }
    let levels = metric.test.levels
    guard levels.value(candidate.others) > 0 else {
      return note(
        metric.series,
        "\(nodes[candidate.node]) has other values than the rest, which is 0: there is no ratio")
    }
    result.found.append(
      finding(
        metric.series, levels, candidate.node, shift: candidate.shift, base: candidate.others,
        interval: candidate.interval, p: p, method: metric.test.hasManyNodes ? .spread : .noise))
  }

  /// That the host placed the CPUs in use differently on a node: what was measured differs for that alone.
  private static func placement(_ series: FleetData.Series, _ node: Int) -> String? {
    let others = series.placements.indices.filter { $0 != node }.compactMap { series.placements[$0] }
    guard node < series.placements.count, let own = series.placements[node],
      let typical = Quantile.median(of: others),
      max(own, typical) >= OddNodeRules.placementFactor * min(own, typical)
    else { return nil }
    func nanoseconds(_ seconds: Double) -> Int { Int(min(seconds * 1e9, 1e9).rounded()) }
    return """
      its host placed the CPUs in use differently: a cache line took \(nanoseconds(own)) ns there, \
      \(nanoseconds(typical)) ns elsewhere
      """
  }

  /// With few samples or very many metrics not even the largest difference could be told from chance.
  private mutating func remarkOnSize(_ few: [Judged], _ family: Int) {
    let smallest = few.map { metric in
      let sizes = metric.test.levels.levels.map(\.positions.count)
      let all = sizes.reduce(0, +)
      return sizes.map { RankSumTest.smallestP($0, all - $0) }.min() ?? 1
    }.min()
    guard let smallest, smallest * Double(family) >= rules.significance,
      let nodes = few.first?.test.levels.count
    else { return }
    let needed = (1...1_000).first {
      RankSumTest.smallestP($0, $0 * (nodes - 1)) * Double(family) < rules.significance
    }
    let words = needed.map { "\($0) samples a node can" } ?? "fewer metrics are needed"
    result.remark = "so few samples cannot point at a node among \(family) nodes times metrics; \(words)"
  }

  // MARK: Two nodes

  private mutating func compare(_ pairs: [(series: FleetData.Series, levels: NodeLevels)]) {
    let tests = pairs.map { NodePair($0.levels) }
    let adjusted = Holm.adjusted(tests.map(\.p))
    for (place, pair) in pairs.enumerated() where adjusted[place] < rules.significance {
      guard abs(tests[place].shift) > pair.levels.shift(ofChange: rules.delta),
        pair.levels.levels.allSatisfy({ pair.levels.value($0.center) > 0 })
      else { continue }
      let isWorseFirst = (tests[place].shift > 0) == (pair.series.better == .higher)
      // What is said is said of the worse one.
      let (one, other) = isWorseFirst ? (0, 1) : (1, 0)
      let sign = isWorseFirst ? -1.0 : 1.0
      let interval = tests[place].interval.map { interval in
        let ends = [sign * interval.lower, sign * interval.upper].sorted()
        return Interval(lower: ends[0], upper: ends[1], level: interval.level)
      }
      var found = finding(
        pair.series, pair.levels, pair.levels.levels[one].node, shift: sign * tests[place].shift,
        base: pair.levels.levels[other].center, interval: interval, p: adjusted[place], method: .pair)
      found.against = nodes[pair.levels.levels[other].node]
      result.found.append(found)
    }
    result.family += pairs.count
    result.found.sort(by: Self.isLarger)
  }

  // MARK: Findings

  private func finding(
    _ series: FleetData.Series, _ levels: NodeLevels, _ node: Int, shift: Double, base: Double,
    interval: Interval?, p: Double, method: OddNode.Method
  ) -> OddNode {
    OddNode(
      node: nodes[node], against: nil, metric: series.key.id, labels: series.key.labels,
      direction: (shift > 0) == (series.better == .higher) ? .better : .worse,
      ratio: levels.ratio(shift, from: base),
      interval: interval.map {
        Interval(
          lower: levels.ratio($0.lower, from: base), upper: levels.ratio($0.upper, from: base),
          level: $0.level)
      },
      p: p, method: method, differsIn: [])
  }

  private static func isLarger(_ left: OddNode, _ right: OddNode) -> Bool {
    func size(_ node: OddNode) -> Double { max(node.ratio, 1 / node.ratio) }
    if size(left) != size(right) { return size(left) > size(right) }
    return ("\(left.key)", left.node) < ("\(right.key)", right.node)
  }
}
