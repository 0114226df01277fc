internal import Glibc

/// Student's t distribution.
public enum StudentDistribution {
  /// The probability of a value of at least this magnitude, on either side.
  ///
  /// - Parameter freedom: degrees of freedom, above 0, whole or not; +∞ is the normal distribution.
  public static func twoSided(_ value: Double, freedom: Double) -> Double {
    guard freedom.isFinite else { return NormalDistribution.twoSided(value) }
    guard value.isFinite else { return value.isNaN ? .nan : 0 }
    return BetaDistribution.cumulative(freedom / (freedom + value * value), freedom / 2, 0.5)
  }

  /// The value below which a share `probability` of the distribution lies; NaN outside 0...1, infinite at its ends.
  public static func quantile(_ probability: Double, freedom: Double) -> Double {
    guard freedom.isFinite, probability > 0, probability < 1 else {
      return NormalDistribution.quantile(probability)
    }
    if probability < 0.5 { return -quantile(1 - probability, freedom: freedom) }
    let share = BetaDistribution.quantile(2 * (1 - probability), freedom / 2, 0.5)
    return (freedom * (1 - share) / share).squareRoot()
  }
}
