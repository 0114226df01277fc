/// The interval of a quantile between two values of the sample: right whatever the values' distribution.
///
/// The number of values at or below the true quantile q is binomial (n, q), so that the interval from the r-th to the
/// s-th value covers it with P(r ≤ B < s): David & Nagaraja, "Order Statistics", 3rd edition 2003, section 7.1. Each
/// end is wrong with at most half of 1 − level. Unlike the bootstrap it keeps its promise with few values, or says that
/// they are too few.
public enum OrderInterval {
  /// The interval of the quantile at `probability`.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1 exclusive; 0.5 is the median.
  ///   - values: in any order; infinities may be among them, NaNs not.
  ///   - level: between 0 and 1 exclusive.
  /// - Returns: nil with too few values (the median needs 6 for 0.95), or with something out of range.
  public static func of(_ probability: Double, values: [Double], level: Double = 0.95) -> Interval? {
    guard probability > 0, probability < 1, level > 0, level < 1, !values.contains(where: \.isNaN) else {
      return nil
    }
    let sorted = values.sorted()
    let count = sorted.count
    let tail = (1 - level) / 2
    // The greatest rank below which the quantile lies with at most `tail`, and its mirror image.
    let lower = (1...max(count, 1)).last {
      Binomial.atMost($0 - 1, of: count, probability: probability) <= tail
    }
    let upper = (1...max(count, 1)).first {
      Binomial.atLeast($0, of: count, probability: probability) <= tail
    }
    guard count > 0, let lower, let upper else { return nil }
    return Interval(lower: sorted[lower - 1], upper: sorted[upper - 1], level: level)
  }
}
