internal import Glibc

/// The standard normal distribution.
public enum NormalDistribution {
  /// The probability of a value up to `value`; to the last bits of a Double in both tails.
  public static func cumulative(_ value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }

  /// The probability of a value of at least this magnitude, on either side.
  public static func twoSided(_ value: Double) -> Double { erfc(abs(value) / 2.0.squareRoot()) }

  /// The value below which a share `probability` of the distribution lies; −∞ at 0, +∞ at 1, NaN outside 0...1.
  ///
  /// Acklam's rational approximation (relative error below 1.15e-9: "An algorithm for computing the inverse normal
  /// cumulative distribution function", 2003), and two steps of Halley's method on the exact distribution.
  public static func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    // The lower half is exact in the tail; the upper is its mirror image.
    if probability > 0.5 { return -quantile(1 - probability) }
    var value = approximation(probability)
    for _ in 0..<2 {
      let error = cumulative(value) - probability
      let step = error * (2 * Double.pi).squareRoot() * exp(value * value / 2)
      value -= step / (1 + value * step / 2)
    }
    return value
  }

  private static func approximation(_ probability: Double) -> Double {
    if probability < 0.02425 {
      let q = (-2 * log(probability)).squareRoot()
      return polynomial(tailNumerator, q) / polynomial(tailDenominator, q)
    }
    let q = probability - 0.5
    let r = q * q
    return polynomial(numerator, r) * q / polynomial(denominator, r)
  }

  /// Coefficients from the highest power down.
  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private static let numerator = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let denominator = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01, 1,
  ]
  private static let tailNumerator = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailDenominator = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
  ]
}
