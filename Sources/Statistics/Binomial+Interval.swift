extension Binomial {
  /// The interval of a probability of which so many of so many trials succeeded: never too narrow, whatever the
  /// probability.
  ///
  /// Clopper & Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika
  /// 26(4), 1934, by quantiles of the beta distribution.
  ///
  /// - Parameters:
  ///   - successes: 0 to `trials`.
  ///   - trials: 1 or more.
  ///   - level: between 0 and 1 exclusive.
  /// - Returns: nil when one is out of range.
  public static func interval(_ successes: Int, of trials: Int, level: Double = 0.95) -> Interval? {
    guard trials >= 1, (0...trials).contains(successes), level > 0, level < 1 else { return nil }
    let tail = (1 - level) / 2
    let (hits, misses) = (Double(successes), Double(trials - successes))
    return Interval(
      lower: successes == 0 ? 0 : BetaDistribution.quantile(tail, hits, misses + 1),
      upper: successes == trials ? 1 : BetaDistribution.quantile(1 - tail, hits + 1, misses), level: level)
  }
}
