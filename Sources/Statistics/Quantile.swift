/// Sample quantiles by linear interpolation between order statistics.
///
/// The definition is type 7 of Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50(4), 1996: of n sorted values, the quantile at probability p stands at position (n − 1)p
/// counted from zero. It is the default of numpy and R, so that others can repeat our numbers.
///
/// Every function returns nil when there are no values, when a value is not finite, or when the probability
/// is outside 0...1.
public enum Quantile {
  /// The quantile of values that are already in ascending order.
  ///
  /// - Parameters:
  ///   - probability: 0 gives the smallest value, 1 the largest.
  ///   - values: In ascending order; the result means nothing otherwise.
  /// - Returns: The quantile in the unit of the values, or nil (see ``Quantile``).
  public static func value(_ probability: Double, ofSorted values: [Double]) -> Double? {
    guard (0...1).contains(probability), values.isNonEmptyAndFinite else { return nil }
    let position = Double(values.count - 1) * probability
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    return interpolate(values[below], values[above], position - Double(below))
  }

  /// The quantile of values in any order.
  ///
  /// - Parameters:
  ///   - probability: 0 gives the smallest value, 1 the largest.
  ///   - values: In any order.
  /// - Returns: The quantile in the unit of the values, or nil (see ``Quantile``).
  public static func value(_ probability: Double, of values: [Double]) -> Double? {
    guard values.isNonEmptyAndFinite else { return nil }
    return value(probability, ofSorted: values.sorted())
  }

  /// The median: the quantile at probability 0.5.
  ///
  /// - Returns: The median in the unit of the values, or nil when there are none or one is not finite.
  public static func median(of values: [Double]) -> Double? {
    value(0.5, of: values)
  }

  /// The point at `fraction` (0...1) of the way from `low` to `high`; `low` must not exceed `high`.
  ///
  /// Works from the nearer end, as numpy does, so that the result never leaves [low, high] by rounding.
  static func interpolate(_ low: Double, _ high: Double, _ fraction: Double) -> Double {
    let difference = high - low
    // Two finite values of opposite sign can lie further apart than the largest number.
    guard difference.isFinite else { return low * (1 - fraction) + high * fraction }
    return fraction < 0.5 ? low + difference * fraction : high - difference * (1 - fraction)
  }
}

extension [Double] {
  /// Whether there is something to compute on: at least one value, and neither a NaN nor an infinity among
  /// them.
  var isNonEmptyAndFinite: Bool {
    !isEmpty && allSatisfy(\.isFinite)
  }
}
