import Glibc

/// The ratio of two quantities from samples taken in pairs: how much more or less the first is, with its interval.
///
/// The estimate is that of Hodges and Lehmann: the median of the Walsh averages (the means of every two values, each
/// with itself included) of the logarithms of the pairs' ratios. Its interval lies between two of the sorted averages
/// and belongs to Wilcoxon's signed rank test, so it needs no normal distribution, only ratios that scatter alike
/// upwards and downwards. Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 3rd edition, 2014,
/// sections 3.2 (estimate) and 3.3 (interval).
public struct PairedRatio: Sendable, Equatable {
  /// The confidence level of the interval.
  public static let level = 0.95
  /// With fewer pairs no two averages enclose the ratio at this level: 1 − 2 · 2⁻⁵ is less.
  public static let fewestForInterval = 6
  /// Up to this many pairs the signed rank's distribution is summed up exactly; beyond, its normal approximation
  /// misses by at most two of thousands of averages, outwards.
  static let mostExact = 100

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
    let averages = Self.walshAverages(of: logs)
    guard let middle = Quantile.median(of: averages) else { return nil }
    estimate = exp(middle)
    guard estimate.isFinite, estimate > 0 else { return nil }
    pairs = values.count
    interval = Self.rank(pairs: pairs).map { rank in
      Interval(
        lower: exp(averages[rank - 1]), upper: exp(averages[averages.count - rank]), level: Self.level)
    }
  }

  /// The means of every two values, each with itself included, in ascending order.
  static func walshAverages(of values: [Double]) -> [Double] {
    var averages: [Double] = []
    averages.reserveCapacity(values.count * (values.count + 1) / 2)
    for (index, value) in values.enumerated() {
      for other in values[index...] { averages.append(value / 2 + other / 2) }
    }
    return averages.sorted()
  }

  /// The rank, from 1, of the average that ends the interval below; from the other end, above. The constant C of
  /// Hollander, Wolfe & Chicken, section 3.3.
  static func rank(pairs: Int) -> Int? {
    guard pairs >= fewestForInterval else { return nil }
    let tail = (1 - level) / 2
    if pairs > mostExact {
      let count = Double(pairs)
      let mean = count * (count + 1) / 4
      let deviation = (count * (count + 1) * (2 * count + 1) / 24).squareRoot()
      return Int(mean - normalQuantile * deviation)
    }
    var below = 0.0
    var rank = 0
    for probability in signedRankProbabilities(pairs: pairs) {
      below += probability
      if below > tail { break }
      rank += 1
    }
    return rank
  }

  /// The standard normal distribution's quantile at 1 − (1 − level) / 2.
  private static let normalQuantile = 1.959963984540054

  /// The probabilities of 0, 1, 2, … as the sum of the positive ranks of so many pairs without an effect: each rank
  /// is in the sum or not with equal chance.
  private static func signedRankProbabilities(pairs: Int) -> [Double] {
    var probabilities = [Double](repeating: 0, count: pairs * (pairs + 1) / 2 + 1)
    probabilities[0] = 1
    var largest = 0
    for rank in 1...pairs {
      largest += rank
      for sum in stride(from: largest, through: 0, by: -1) {
        let with = sum >= rank ? probabilities[sum - rank] : 0
        probabilities[sum] = (probabilities[sum] + with) / 2
      }
    }
    return probabilities
  }
}
