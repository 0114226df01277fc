internal import Statistics

extension Evidence {
  /// What pairs of blocks taken in turns say.
  ///
  /// The signs of the differences are as random as the order within the pairs, whatever the host did meanwhile: where
  /// that order was drawn (see `Interleaving.order`) the test and its interval keep their promise for any series, however
  /// its values hang together. For an order that was not drawn, and as a margin, what neighbouring pairs have in common
  /// is allowed for (see `SignedRankInflation`). A block bootstrap of the pairs is not used: its interval is too narrow at
  /// few pairs, as `assay validate` shows.
  ///
  /// - Parameter differences: candidate less base of each pair, on the scale, in the order they were taken.
  /// - Returns: nil without pairs.
  init?(pairs differences: [Double], level: Double) {
    guard let shift = HodgesLehmann.shift(ofDifferences: differences, level: level),
      let p = SignedRankTest.pValue(of: differences)
    else { return nil }
    let factor = SignedRankInflation.factor(of: differences, around: shift.estimate)
    self.init(
      shift: shift.estimate,
      interval: shift.interval.map {
        SignedRankInflation.interval($0, around: shift.estimate, inflatedBy: factor)
      },
      p: SignedRankInflation.pValue(p, inflatedBy: factor),
      deviation: Self.deviation(of: differences).map {
        Detectability.pairedDeviation($0) * factor.squareRoot()
      },
      blocks: differences.count, fewest: { Detectability.fewestPairs(significance: $0) })
  }

  /// A standard deviation that outliers do not move; where more than half of the values are equal, the plain one.
  private static func deviation(of values: [Double]) -> Double? {
    guard values.count >= 2, let median = Spread.medianAbsoluteDeviation(of: values) else { return nil }
    return median > 0 ? median * Spread.normalConsistency : Spread.standardDeviation(of: values)
  }
}
