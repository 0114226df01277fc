/// Location and spread of a sample.
///
/// Every function returns nil when there are too few values, when one is not finite, or when the result is
/// too large to be represented. Values from the smallest to the largest finite magnitude are handled without
/// overflow or underflow on the way.
public enum Spread {
  /// The factor that makes the median absolute deviation estimate the standard deviation of normal data: 1 /
  /// Φ⁻¹(3/4), as used by Rousseeuw & Croux, "Alternatives to the Median Absolute Deviation", Journal of the
  /// American Statistical Association 88(424), 1993.
  public static let normalConsistency = 1.482602218505602

  /// The arithmetic mean; nil without values.
  public static func mean(of values: [Double]) -> Double? {
    guard values.isNonEmptyAndFinite else { return nil }
    let unit = binaryScale(of: values)
    return finite(scaledMean(of: values, unit: unit) * unit)
  }

  /// The sample standard deviation, with n − 1 in the denominator; nil with fewer than two values.
  ///
  /// The corrected two-pass algorithm of Chan, Golub & LeVeque, "Algorithms for Computing the Sample
  /// Variance", The American Statistician 37(3), 1983.
  public static func standardDeviation(of values: [Double]) -> Double? {
    guard values.count >= 2, values.isNonEmptyAndFinite else { return nil }
    let unit = binaryScale(of: values)
    let center = scaledMean(of: values, unit: unit)
    var squares = 0.0
    var residue = 0.0
    for value in values {
      let deviation = value / unit - center
      squares += deviation * deviation
      residue += deviation
    }
    let count = Double(values.count)
    let variance = max(0, squares - residue * residue / count) / (count - 1)
    return finite(variance.squareRoot() * unit)
  }

  /// The median of the absolute deviations from the median, raw: multiply it by ``normalConsistency`` to
  /// compare it with a standard deviation. Nil without values; 0 for one value.
  ///
  /// Hampel, "The Influence Curve and its Role in Robust Estimation", Journal of the American Statistical
  /// Association 69(346), 1974.
  public static func medianAbsoluteDeviation(of values: [Double]) -> Double? {
    guard let center = Quantile.median(of: values) else { return nil }
    let deviations = values.map { abs($0 - center) }
    if deviations.allSatisfy(\.isFinite) { return Quantile.median(of: deviations) }
    // Some lie further from the center than the largest number, but the median of the deviations may not.
    return Quantile.median(of: values.map { abs($0 / 2 - center / 2) }).flatMap { finite($0 * 2) }
  }

  /// The coefficient of variation, standard deviation / |mean|, as a fraction (0.01 is 1 %).
  ///
  /// Nil with fewer than two values and when the mean is 0.
  public static func coefficientOfVariation(of values: [Double]) -> Double? {
    guard let deviation = standardDeviation(of: values), let mean = mean(of: values), mean != 0 else {
      return nil
    }
    return finite(deviation / abs(mean))
  }

  /// The power of two just at or below the largest magnitude: dividing by it brings every value into [−2, 2]
  /// without rounding (but for values too small to matter), so that neither sums nor squares overflow or
  /// vanish.
  private static func binaryScale(of values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return largest == 0 ? 1 : Double(sign: .plus, exponent: largest.exponent, significand: 1)
  }

  /// The mean of values / unit, by compensated summation: Neumaier, "Rundungsfehleranalyse einiger Verfahren
  /// zur Summation endlicher Summen", Zeitschrift für Angewandte Mathematik und Mechanik 54(1), 1974.
  private static func scaledMean(of values: [Double], unit: Double) -> Double {
    var sum = 0.0
    var lost = 0.0
    for value in values {
      let term = value / unit
      let next = sum + term
      lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
      sum = next
    }
    return (sum + lost) / Double(values.count)
  }

  private static func finite(_ value: Double) -> Double? {
    value.isFinite ? value : nil
  }
}
