internal import Statistics

extension Evidence {
  /// What blocks of Runs taken one after the other say.
  ///
  /// Three things must agree before they say anything: the test of Mann and Whitney, to which all blocks are alike; how
  /// the level wanders within the Runs; and, of several baseline Runs, how their levels differ (see `WanderingLevel`).
  /// The largest p and the widest interval stand.
  ///
  /// - Parameters:
  ///   - bases: of each baseline Run, the values on the scale in the order they were taken.
  ///   - candidate: the same of the candidate.
  /// - Returns: nil when one side is empty.
  init?(bases: [[Double]], candidate: [Double], level: Double) {
    let base = bases.flatMap(\.self)
    guard let shift = HodgesLehmann.shift(of: candidate, from: base, level: level),
      let ranked = RankSumTest.pValue(base, candidate)
    else { return nil }
    let within = WanderingLevel.within(bases: bases, candidate: candidate)
    let allowances = [within, WanderingLevel.between(bases: bases)].compactMap { $0 }
    let p = allowances.reduce(ranked) { max($0, $1.pValue(of: shift.estimate)) }
    // A level of which nothing is known may have been anywhere.
    let known = within == nil ? nil : shift.interval
    let blocks = min(candidate.count, base.count)
    let widest = allowances.max { $0.standardError < $1.standardError }
    self.init(
      shift: shift.estimate,
      interval: allowances.reduce(known) { interval, allowance in
        interval.map { $0.union(allowance.interval(around: shift.estimate, level: level)) }
      },
      p: within == nil ? 1 : p,
      deviation: widest.map { $0.standardError * Double(blocks).squareRoot() }, freedom: widest?.freedom,
      blocks: blocks,
      fewest: { significance in
        (2...64).first { RankSumTest.smallestP($0, $0) <= significance } ?? Detectability.mostBlocks
      })
  }
}
