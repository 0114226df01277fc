/// How far values are shifted, by the medians that Hodges and Lehmann derived from rank tests.
///
/// Hodges & Lehmann, "Estimates of Location Based on Rank Tests", Annals of Mathematical Statistics 34(2), 1963.
/// Intervals are those of Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 3rd edition, 2014, sections
/// 3.3 and 4.3: they hold the shifts that the rank test accepts.
public enum HodgesLehmann {
  /// Up to this many pairs the signed rank's distribution is summed up exactly; beyond, its normal approximation
  /// misses by at most two of thousands of averages, outwards.
  static let mostExact = 100

  /// A shift with its interval.
  public struct Shift: Sendable, Equatable {
    /// In the unit of the values.
    public var estimate: Double
    /// Its interval; nil where the values are too few for one at this level.
    public var interval: Interval?
  }

  /// Where paired differences lie: the median of the means of every two, each with itself included.
  ///
  /// - Returns: nil without differences, with one that is not finite, or with a level outside 0...1.
  public static func shift(ofDifferences differences: [Double], level: Double = 0.95) -> Shift? {
    guard differences.isNonEmptyAndFinite, level > 0, level < 1 else { return nil }
    return shift(
      OrderStatistics(walshAverages(of: differences)),
      rank: signedRank(pairs: differences.count, level: level),
      level: level)
  }

  /// The center of values: the median of the means of every two; nil without values, or with one that is not finite.
  public static func center(of values: [Double]) -> Double? {
    guard values.isNonEmptyAndFinite else { return nil }
    var averages = OrderStatistics(walshAverages(of: values))
    return averages.median()
  }

  /// By how much values lie above others that are not their partners: the median of all differences.
  ///
  /// - Returns: nil when one sample is empty, with a value that is not finite, or with a level outside 0...1.
  public static func shift(of values: [Double], from bases: [Double], level: Double = 0.95) -> Shift? {
    guard values.isNonEmptyAndFinite, bases.isNonEmptyAndFinite, level > 0, level < 1 else { return nil }
    var differences: [Double] = []
    differences.reserveCapacity(values.count * bases.count)
    for value in values { for base in bases { differences.append(value - base) } }
    return shift(
      OrderStatistics(differences), rank: rankSum(values.count, bases.count, level: level), level: level)
  }

  /// The median of averages or differences, and the interval between the `rank`-th from both ends.
  private static func shift(_ values: OrderStatistics, rank: Int?, level: Double) -> Shift {
    var values = values
    let middle = values.median()
    let interval = rank.map { rank in
      Interval(lower: values.value(rank - 1), upper: values.value(values.count - rank), level: level)
    }
    return Shift(estimate: middle, interval: interval)
  }

  /// The means of every two values, each with itself included, in no order.
  static func walshAverages(of values: [Double]) -> [Double] {
    var averages: [Double] = []
    averages.reserveCapacity(values.count * (values.count + 1) / 2)
    for (index, value) in values.enumerated() {
      for other in values[index...] { averages.append(value / 2 + other / 2) }
    }
    return averages
  }

  /// The rank, from 1, of the average that ends the interval below; from the other end, above. The constant C of
  /// Hollander, Wolfe & Chicken, section 3.3; nil where no two averages enclose the shift at this level.
  static func signedRank(pairs: Int, level: Double) -> Int? {
    let tail = (1 - level) / 2
    guard pairs >= 1, SignedRankTest.smallestP(pairs: pairs) <= 2 * tail else { return nil }
    if pairs > mostExact {
      let count = Double(pairs)
      return rank(
        mean: count * (count + 1) / 4, variance: count * (count + 1) * (2 * count + 1) / 24, tail: tail)
    }
    return rank(signedRankProbabilities(pairs: pairs, upTo: pairs * (pairs + 1) / 4), tail: tail)
  }

  /// The same for all differences between two samples, section 4.3.
  static func rankSum(_ first: Int, _ second: Int, level: Double) -> Int? {
    let tail = (1 - level) / 2
    guard first >= 1, second >= 1, RankSumTest.smallestP(first, second) <= 2 * tail else { return nil }
    if first * second > RankSumTest.mostExact {
      let sizes = (Double(first), Double(second))
      return rank(
        mean: sizes.0 * sizes.1 / 2, variance: sizes.0 * sizes.1 * (sizes.0 + sizes.1 + 1) / 12, tail: tail)
    }
    return rank(RankSumTest.distribution(first, second), tail: tail)
  }

  private static func rank(mean: Double, variance: Double, tail: Double) -> Int? {
    let rank = Int(mean + NormalDistribution.quantile(tail) * variance.squareRoot())
    return rank >= 1 ? rank : nil
  }

  private static func rank(_ probabilities: [Double], tail: Double) -> Int? {
    var below = 0.0
    var rank = 0
    for probability in probabilities {
      below += probability
      if below > tail { break }
      rank += 1
    }
    return rank >= 1 ? rank : nil
  }

  /// The probabilities of 0, 1, 2, … `most` as the sum of the positive ranks of so many pairs without an effect: each
  /// rank is in the sum or not with equal chance.
  private static func signedRankProbabilities(pairs: Int, upTo most: Int) -> [Double] {
    var probabilities = [Double](repeating: 0, count: most + 1)
    probabilities[0] = 1
    var largest = 0
    for rank in 1...pairs {
      largest = min(most, largest + rank)
      for sum in stride(from: largest, through: 0, by: -1) {
        let with = sum >= rank ? probabilities[sum - rank] : 0
        probabilities[sum] = (probabilities[sum] + with) / 2
      }
    }
    return probabilities
  }
}
