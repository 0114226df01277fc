internal import Glibc
internal import Statistics

extension Evidence {
  /// What blocks of Runs taken one after the other say.
  ///
  /// - Parameters:
  ///   - base: values on the scale, in the order they were taken.
  ///   - candidate: the same of the candidate.
  /// - Returns: nil when one side is empty.
  init?(base: [Double], candidate: [Double], level: Double) {
    guard let shift = HodgesLehmann.shift(of: candidate, from: base, level: level),
      let p = RankSumTest.pValue(base, candidate)
    else { return nil }
    let deviations = [base, candidate].compactMap { Self.deviation(of: $0) }
    self.init(
      shift: shift.estimate, interval: shift.interval, p: p,
      smallestP: RankSumTest.smallestP(base.count, candidate.count),
      deviation: deviations.count == 2 ? hypot(deviations[0], deviations[1]) : nil,
      blocks: min(base.count, candidate.count),
      fewest: { significance in
        (1...20).first { RankSumTest.smallestP($0, $0) <= significance } ?? Detectability.mostBlocks
      })
  }
}
