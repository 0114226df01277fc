internal import Experiment
internal import Glibc
internal import Statistics

/// The judgement on the nodes of one metric.
///
/// A node is the odd one when it lies by more than δ from the median of the others, these agree among themselves more
/// than with it, its own interval does not reach them, and the difference is more than chance makes. Chance is, of many
/// nodes, how far the nodes of this metric lie apart: that holds whatever moves the level of a Run, as long as it moves
/// all nodes alike. Few nodes say too little of that; then three things must agree, and the largest p counts: the rank
/// test of Mann and Whitney, to which all samples are alike; how the level wanders within the nodes (`Wandering`); and
/// how far nodes lie apart in all metrics together (`NodeSpread.pooled`).
///
/// What no Run tells of itself is not seen: a node that was in another mode from the first sample to the last looks as one
/// that is slow. Where the mode is the placement of CPUs, `OddNodeSearch` asks for it.
struct OddNodeTest {
  /// A node that may be odd.
  struct Candidate {
    let node: Int
    /// From the median of the others to its own, on the scale.
    let shift: Double
    let others: Double
    let interval: Interval?
    let p: Double
  }

  let levels: NodeLevels
  let rules: OddNodeRules
  private let smallest: Double

  init(_ levels: NodeLevels, _ rules: OddNodeRules) {
    self.levels = levels
    self.rules = rules
    smallest = levels.shift(ofChange: rules.delta)
  }

  var hasManyNodes: Bool { levels.count >= OddNodeRules.manyNodes }

  /// The nodes that lie apart enough, with the chance of that.
  ///
  /// - Parameters:
  ///   - moderation: of all metrics' wandering; nil where there are too few.
  ///   - pooled: the spread of nodes in all metrics, for few nodes.
  func candidates(_ wandering: Wandering?, _ moderation: Moderation?, pooled: Double?) -> [Candidate] {
    levels.levels.compactMap { level in
      let others = levels.others(than: level.center)
      let shift = level.center - others
      guard abs(shift) > smallest, othersAgree(around: others, reach: abs(shift)),
        let own = OrderRanks.median(of: level.positions), !(own.lower...own.upper).contains(others)
      else { return nil }
      if hasManyNodes {
        return Candidate(
          node: level.node, shift: shift, others: others,
          interval: Interval(lower: own.lower - others, upper: own.upper - others, level: own.level),
          p: Self.chance(
            shift, error: betweenNodes(NodeSpread.ofMany(levels.sorted)),
            freedom: NodeSpread.freedom(nodes: levels.count)))
      }
      guard let wandering, !jumps(level, middle: others + shift / 2) else { return nil }
      return candidate(level, others, shift, wandering.standardError(among: levels.count, moderation), pooled)
    }
  }

  private func candidate(
    _ level: NodeLevels.Level, _ others: Double, _ shift: Double, _ within: (error: Double, freedom: Double),
    _ pooled: Double?
  ) -> Candidate? {
    var spread = pooled ?? 0
    if levels.count >= OddNodeRules.someNodes { spread = max(spread, NodeSpread.shortestHalf(levels.sorted)) }
    let rest = levels.levels.filter { $0.node != level.node }.flatMap(\.positions)
    guard let ranked = RankSumTest.pValue(level.positions, rest) else { return nil }
    let p = max(
      ranked, Self.chance(shift, error: within.error, freedom: within.freedom),
      Self.chance(shift, error: betweenNodes(spread), freedom: .infinity))
    let half =
      within.error * StudentDistribution.quantile(0.5 + OddNodeRules.level / 2, freedom: within.freedom)
    return Candidate(
      node: level.node, shift: shift, others: others,
      interval: Interval(lower: shift - half, upper: shift + half, level: OddNodeRules.level), p: p)
  }

  /// Of a level against the median of the others, of levels with this standard deviation.
  private func betweenNodes(_ spread: Double) -> Double {
    spread * (1 + Wandering.shareOfMedian(levels.count - 1)).squareRoot()
  }

  private static func chance(_ shift: Double, error: Double, freedom: Double) -> Double {
    error > 0 ? StudentDistribution.twoSided(shift / error, freedom: freedom) : 0
  }

  /// Whether the others lie nearer to each other than the odd one to them, but for a few: a metric in which many nodes
  /// lie apart has groups of nodes, not an odd one.
  private func othersAgree(around place: Double, reach: Double) -> Bool {
    let odd = max(1, levels.count / OddNodeRules.nodesToOneOdd)
    return levels.near(place, reach: reach * OddNodeRules.agreement(nodes: levels.count)) >= levels.count
      - odd
  }

  /// Whether the metric jumps over the middle between the node and the others on either side: it has modes, and which one
  /// a node was in longer may be chance. Single samples are outliers, and smoothed away by medians of three (Tukey,
  /// "Exploratory Data Analysis", 1977, chapter 7).
  private func jumps(_ level: NodeLevels.Level, middle: Double) -> Bool {
    let isAbove = level.center > middle
    func share(_ values: [Double], wantsAbove: Bool) -> (crossed: Int, all: Int) {
      let smooth = zip(values, zip(values.dropFirst(), values.dropFirst(2))).map { first, rest in
        max(min(first, rest.0), min(max(first, rest.0), rest.1))
      }
      return (smooth.count { ($0 > middle) != wantsAbove }, smooth.count)
    }
    let own = share(level.positions, wantsAbove: isAbove)
    var others = (crossed: 0, all: 0)
    // Another odd node does not jump: it stays there.
    for other in levels.levels where (other.center > middle) != isAbove {
      let one = share(other.positions, wantsAbove: !isAbove)
      others = (others.crossed + one.crossed, others.all + one.all)
    }
    return [own, others].contains { Double($0.crossed) > OddNodeRules.crossing * Double($0.all) }
  }
}
