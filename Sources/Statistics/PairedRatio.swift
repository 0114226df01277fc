import Glibc

/// The ratio of two quantities from samples taken in pairs: how much more or less the first is, with its interval.
///
/// The estimate is that of Hodges and Lehmann (see ``HodgesLehmann``) on the logarithms of the pairs' ratios. Its
/// interval belongs to Wilcoxon's signed rank test, so it needs no normal distribution, only ratios that scatter alike
/// upwards and downwards.
public struct PairedRatio: Sendable, Equatable {
  /// The confidence level of the interval.
  public static let level = 0.95
  /// With fewer pairs no two averages enclose the ratio at this level: 1 − 2 · 2⁻⁵ is less.
  public static let fewestForInterval = 6

  /// The estimated ratio: 1.1 where the first is a tenth more than the second.
  public let estimate: Double
  /// Its interval; nil with fewer than `fewestForInterval` pairs.
  public let interval: Interval?
  /// The number of pairs.
  public let pairs: Int

  /// Compares samples pair by pair.
  ///
  /// - Parameters:
  ///   - values: positive.
  ///   - bases: positive, as many, each the partner of the value at its place.
  /// - Returns: nil without pairs, with different numbers of them, with a value that is not finite and positive,
  ///   and where the ratio is too large or too small for a number.
  public init?(of values: [Double], to bases: [Double]) {
    guard !values.isEmpty, values.count == bases.count,
      (values + bases).allSatisfy({ $0.isFinite && $0 > 0 })
    else { return nil }
    // The difference of the logarithms: the quotient of extreme values may not be a number.
    let logs = zip(values, bases).map { log($0) - log($1) }
    guard let shift = HodgesLehmann.shift(ofDifferences: logs, level: Self.level) else { return nil }
    estimate = exp(shift.estimate)
    guard estimate.isFinite, estimate > 0 else { return nil }
    pairs = values.count
    interval = shift.interval.map { Interval(lower: exp($0.lower), upper: exp($0.upper), level: Self.level) }
  }
}
