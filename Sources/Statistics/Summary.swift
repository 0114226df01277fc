/// What a table shows of one metric's samples.
public struct Summary: Sendable, Equatable {
  /// The seed of the interval where the caller has no seed of its own; any constant would do.
  public static let defaultSeed: UInt64 = 1

  /// The number of values, at least 1.
  public var count: Int
  /// The median, in the unit of the values.
  public var median: Double
  /// The 95 % bootstrap interval of the median (see ``Bootstrap``); nil with fewer than three values.
  public var interval: Interval?
  /// The raw median absolute deviation, in the unit of the values (see ``Spread``).
  public var medianAbsoluteDeviation: Double
  /// Standard deviation / |mean| as a fraction; nil with fewer than two values and when the mean is 0.
  public var coefficientOfVariation: Double?
  /// The smallest value.
  public var minimum: Double
  /// The largest value.
  public var maximum: Double

  /// The summary of these values.
  ///
  /// Returns nil when there are no values, when one is not finite, or when they lie too far apart for their
  /// spread to be represented.
  ///
  /// - Parameters:
  ///   - values: The samples, in any order.
  ///   - seed: Of the bootstrap; the same seed and values give the same summary to the bit.
  public init?(of values: [Double], seed: UInt64 = Summary.defaultSeed) {
    guard let median = Quantile.median(of: values),
      let deviation = Spread.medianAbsoluteDeviation(of: values),
      let minimum = values.min(), let maximum = values.max()
    else { return nil }
    count = values.count
    self.median = median
    interval = Bootstrap.interval(ofMedian: values, seed: seed)
    medianAbsoluteDeviation = deviation
    coefficientOfVariation = Spread.coefficientOfVariation(of: values)
    self.minimum = minimum
    self.maximum = maximum
  }
}
