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
  ///
  /// Newton's method on the logarithm of the tail, from the normal quantile widened by its first Cornish–Fisher term
  /// (Abramowitz & Stegun, "Handbook of Mathematical Functions", 1964, 26.7.5).
  public static func quantile(_ probability: Double, freedom: Double) -> Double {
    guard freedom.isFinite, probability > 0, probability < 1, probability != 0.5 else {
      return NormalDistribution.quantile(probability)
    }
    if probability < 0.5 { return -quantile(1 - probability, freedom: freedom) }
    let tail = 1 - probability
    let normal = NormalDistribution.quantile(probability)
    var value = normal + (normal * normal * normal + normal) / (4 * freedom)
    let scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / (freedom * .pi).squareRoot()
    for _ in 0..<100 {
      let present = twoSided(value, freedom: freedom) / 2
      let density = scale * pow(1 + value * value / freedom, -(freedom + 1) / 2)
      let step = log(present / tail) * present / density
      // Not below half of where it was: towards 0 the logarithm bends.
      value = max(value / 2, value + step)
      if abs(step) <= 1e-15 * value { break }
    }
    return value
  }
}
