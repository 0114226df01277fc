internal import Statistics

/// The intervals of quantiles between values of the sample, with the ranks reckoned once for each number of values: a
/// fleet has half a million samples of the same few sizes.
///
/// As `OrderInterval` does it (David & Nagaraja, "Order Statistics", 3rd edition 2003, section 7.1), but each end by
/// itself: with few values one of them may be known.
struct OrderRanks {
  private struct Size: Hashable {
    var count: Int
    var quantile: Double
  }

  /// Ranks from 0; nil where so many values are too few.
  private typealias Ranks = (lower: Int?, upper: Int?)

  private var known: [Size: Ranks] = [:]
  private static let tail = (1 - OddNodeRules.level) / 2

  /// The ends of the quantile's interval; nil for those that so few values do not have.
  ///
  /// - Parameter sorted: ascending.
  mutating func ends(_ quantile: Double, ofSorted sorted: [Double]) -> (lower: Double?, upper: Double?) {
    let size = Size(count: sorted.count, quantile: quantile)
    let ranks: Ranks
    if let found = known[size] {
      ranks = found
    } else {
      ranks = Self.ranks(quantile, sorted.count)
      known[size] = ranks
    }
    return (ranks.lower.map { sorted[$0] }, ranks.upper.map { sorted[$0] })
  }

  /// The greatest rank below which the quantile lies with at most 2.5 %, and its mirror image.
  private static func ranks(_ quantile: Double, _ count: Int) -> Ranks {
    let below = (0..<count).prefix { Binomial.atMost($0, of: count, probability: quantile) <= tail }.last
    let above = (0..<count).prefix { Binomial.atMost($0, of: count, probability: 1 - quantile) <= tail }.last
    return (below, above.map { count - 1 - $0 })
  }

  /// The median's interval of values in any order; nil where they are too few.
  static func median(of values: [Double]) -> Interval? {
    OrderInterval.of(0.5, values: values, level: OddNodeRules.level)
  }

  /// How many values both ends need; nil for what no reasonable number gives.
  static func fewest(_ quantile: Double) -> Int? {
    (1...100_000).first { count in
      Binomial.atMost(0, of: count, probability: quantile) <= tail
        && Binomial.atMost(0, of: count, probability: 1 - quantile) <= tail
    }
  }
}
