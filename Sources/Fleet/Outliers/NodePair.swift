internal import Statistics

/// The difference between two nodes in one metric, of Runs that were taken at whatever times: the rank test of Mann and
/// Whitney and how the level wanders within the nodes (`WanderingLevel`) must agree, the larger p counts.
struct NodePair {
  /// By how much the second lies above the first, on the scale: the median of all differences.
  let shift: Double
  /// Its interval; nil where it is not known.
  let interval: Interval?
  let p: Double

  init(_ levels: NodeLevels) {
    let (first, second) = (levels.levels[0].positions, levels.levels[1].positions)
    let estimate = HodgesLehmann.shift(of: second, from: first, level: OddNodeRules.level)
    let shift = estimate?.estimate ?? 0
    let allowance = WanderingLevel.within(bases: [first], candidate: second)
    self.shift = shift
    interval = allowance?.interval(around: shift, level: OddNodeRules.level)
    p = max(RankSumTest.pValue(first, second) ?? 1, allowance?.pValue(of: shift) ?? 1)
  }
}
