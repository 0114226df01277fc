/// Confidence intervals by resampling with replacement.
///
/// The intervals are percentile intervals: Efron & Tibshirani, "An Introduction to the Bootstrap", 1993,
/// chapter 13. They were preferred to BCa intervals because BCa takes its acceleration from the jackknife,
/// which is inconsistent for the median (the same book, chapter 11, on the failure of the jackknife), and
/// because the percentile interval of the median comes close to the exact, distribution-free interval between
/// two order statistics.
///
/// No interval between two values of the sample can cover the median more often than 1 − 2^(1 − n): 0.75 for
/// three values, 0.875 for four, 0.938 for five. A level of 0.95 is therefore a promise from six values on.
public enum Bootstrap {
  /// The percentile interval of the median.
  ///
  /// - Parameters:
  ///   - values: The sample, in any order; its order does not change the result.
  ///   - level: The confidence level, between 0 and 1 exclusive.
  ///   - resamples: How often to resample, at least 1; 2,000 follows Efron & Tibshirani's advice of 1,000 or
  ///     more.
  ///   - seed: The same seed and values give the same interval to the bit.
  /// - Returns: Nil with fewer than three values, with a value that is not finite, or with a level or a
  ///   number of resamples out of range.
  public static func interval(
    ofMedian values: [Double], level: Double = 0.95, resamples: Int = 2000, seed: UInt64
  ) -> Interval? {
    guard values.count >= 3, values.isNonEmptyAndFinite, resamples >= 1, level > 0, level < 1 else {
      return nil
    }
    let sorted = values.sorted()
    let count = sorted.count
    // The median of a resample follows from how often each rank was drawn: counting takes n steps, sorting n
    // log n.
    let lowerMiddle = (count - 1) / 2
    let upperMiddle = count / 2
    var generator = SeededGenerator(seed: seed)
    var drawn = [Int](repeating: 0, count: count)
    var medians: [Double] = []
    medians.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for rank in drawn.indices { drawn[rank] = 0 }
      for _ in 0..<count { drawn[generator.below(count)] += 1 }
      var rank = 0
      var seen = drawn[0]
      while seen <= lowerMiddle {
        rank += 1
        seen += drawn[rank]
      }
      let low = sorted[rank]
      while seen <= upperMiddle {
        rank += 1
        seen += drawn[rank]
      }
      medians.append(Quantile.interpolate(low, sorted[rank], 0.5))
    }
    return percentileInterval(of: medians, level: level)
  }

  /// The percentile interval of any statistic.
  ///
  /// Costs one call of the statistic and one array a resample; for the median, `interval(ofMedian:)` is
  /// faster.
  ///
  /// - Parameters:
  ///   - statistic: Computes the statistic of a sample of the same size as `values`.
  ///   - values: The sample. Unlike the median's interval, the result depends on its order.
  ///   - level: The confidence level, between 0 and 1 exclusive.
  ///   - resamples: How often to resample, at least 1.
  ///   - seed: The same seed and values give the same interval to the bit.
  /// - Returns: Nil with fewer than three values, with a value or a resampled statistic that is not finite,
  ///   or with a level or a number of resamples out of range.
  public static func interval(
    of statistic: ([Double]) -> Double, values: [Double], level: Double = 0.95, resamples: Int = 2000,
    seed: UInt64
  ) -> Interval? {
    guard values.count >= 3, values.isNonEmptyAndFinite, resamples >= 1, level > 0, level < 1 else {
      return nil
    }
    var generator = SeededGenerator(seed: seed)
    let statistics = (0..<resamples).map { _ in
      statistic(values.map { _ in values[generator.below(values.count)] })
    }
    return percentileInterval(of: statistics, level: level)
  }

  private static func percentileInterval(of replicates: [Double], level: Double) -> Interval? {
    let sorted = replicates.sorted()
    let tail = (1 - level) / 2
    guard let lower = Quantile.value(tail, ofSorted: sorted),
      let upper = Quantile.value(1 - tail, ofSorted: sorted)
    else { return nil }
    return Interval(lower: lower, upper: upper, level: level)
  }
}
