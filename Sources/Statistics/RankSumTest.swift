internal import Glibc

/// The test of Mann and Whitney: whether two samples that are not paired lie alike.
///
/// Mann & Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals
/// of Mathematical Statistics 18(1), 1947.
public enum RankSumTest {
  /// Up to this product of the sizes, and without equal values, the distribution is exact; beyond, it is the normal one
  /// with corrections for continuity and ties.
  public static let mostExact = 900

  /// The two-sided p of two samples; 1 when all values are equal.
  ///
  /// - Returns: nil when one is empty or a value is not finite.
  public static func pValue(_ first: [Double], _ second: [Double]) -> Double? {
    guard first.isNonEmptyAndFinite, second.isNonEmptyAndFinite else { return nil }
    let ranks = Ranks(of: first + second)
    let sizes = (Double(first.count), Double(second.count))
    let sum = ranks.ranks.prefix(first.count).reduce(0, +)
    let above = sum - sizes.0 * (sizes.0 + 1) / 2
    let smaller = min(above, sizes.0 * sizes.1 - above)
    if ranks.tieTerm == 0, first.count * second.count <= mostExact {
      let probabilities = distribution(first.count, second.count)
      return min(1, 2 * probabilities.prefix(Int(smaller) + 1).reduce(0, +))
    }
    let count = sizes.0 + sizes.1
    // Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 3rd edition, 2014, section 4.1.
    let variance = sizes.0 * sizes.1 / 12 * (count + 1 - ranks.tieTerm / (count * (count - 1)))
    let distance = sizes.0 * sizes.1 / 2 - smaller - 0.5
    return distance <= 0 || variance <= 0 ? 1 : NormalDistribution.twoSided(distance / variance.squareRoot())
  }

  /// The smallest p that samples of these sizes can have: two of all equally likely divisions.
  public static func smallestP(_ first: Int, _ second: Int) -> Double {
    guard first > 0, second > 0 else { return 1 }
    let sizes = (Double(first), Double(second))
    return min(1, 2 * exp(lgamma(sizes.0 + 1) + lgamma(sizes.1 + 1) - lgamma(sizes.0 + sizes.1 + 1)))
  }

  /// The probabilities of 0, 1, … m·n as the number of pairs in which the first is larger.
  ///
  /// The coefficients of Gauss's binomial, by multiplying (1 − qⁿ⁺ⁱ) / (1 − qⁱ), i = 1…m; each factor is divided by its
  /// value at q = 1, (n + i) / i, so that they stay probabilities.
  static func distribution(_ first: Int, _ second: Int) -> [Double] {
    let (few, many) = (min(first, second), max(first, second))
    let largest = few * many
    var probabilities = [Double](repeating: 0, count: largest + 1)
    probabilities[0] = 1
    for index in 1...few {
      for place in stride(from: largest, through: many + index, by: -1) {
        probabilities[place] -= probabilities[place - many - index]
      }
      for place in stride(from: index, through: largest, by: 1) {
        probabilities[place] += probabilities[place - index]
      }
      let scale = Double(index) / Double(many + index)
      for place in probabilities.indices { probabilities[place] *= scale }
    }
    return probabilities
  }
}
