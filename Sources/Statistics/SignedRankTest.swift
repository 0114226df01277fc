internal import Glibc

/// Wilcoxon's signed rank test: whether differences lie around 0, without a normal distribution.
///
/// Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1(6), 1945. Differences of 0 are ranked
/// with the others and then left out: Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures",
/// Journal of the American Statistical Association 54(287), 1959. (Leaving them out before ranking, as Wilcoxon did,
/// can turn a clear difference into none by making one difference larger.) Equal magnitudes get their mean rank.
public enum SignedRankTest {
  /// Up to this many differences that are not 0 the distribution is exact, with ties too; beyond, it is the normal one
  /// with corrections for continuity and ties.
  public static let mostExact = 50

  /// The two-sided p of these differences; 1 when all are 0.
  ///
  /// - Parameter differences: of pairs, in any order.
  /// - Returns: nil without differences, and with one that is not finite.
  public static func pValue(of differences: [Double]) -> Double? {
    guard differences.isNonEmptyAndFinite else { return nil }
    let all = Ranks(of: differences.map(abs)).ranks
    let kept = differences.indices.filter { differences[$0] != 0 }
    guard !kept.isEmpty else { return 1 }
    // Mean ranks are multiples of a half: doubled, they are whole.
    let doubled = kept.map { Int((2 * all[$0]).rounded()) }
    let positive = zip(kept, doubled).reduce(0) { differences[$1.0] > 0 ? $0 + $1.1 : $0 }
    let total = doubled.reduce(0, +)
    let smaller = min(positive, total - positive)
    if kept.count <= mostExact { return min(1, 2 * atMost(smaller, of: doubled)) }
    // Under no effect each rank is in the sum with chance 1/2: mean and variance follow, ties and zeros included.
    let deviation = (doubled.reduce(0.0) { $0 + Double($1) * Double($1) } / 4).squareRoot()
    let distance = Double(total) / 2 - Double(smaller) - 1
    return distance <= 0 ? 1 : NormalDistribution.twoSided(distance / deviation)
  }

  /// The smallest p that so many differences can have: 2 · 2⁻ⁿ, all of one sign.
  public static func smallestP(pairs: Int) -> Double { pairs < 1 ? 1 : min(1, exp2(Double(1 - pairs))) }

  /// The probability that a choice of these whole ranks, each in or not with equal chance, adds up to at most `sum`.
  private static func atMost(_ sum: Int, of ranks: [Int]) -> Double {
    var probabilities = [Double](repeating: 0, count: sum + 1)
    probabilities[0] = 1
    for rank in ranks {
      for place in stride(from: sum, through: 0, by: -1) {
        let with = place >= rank ? probabilities[place - rank] : 0
        probabilities[place] = (probabilities[place] + with) / 2
      }
    }
    return probabilities.reduce(0, +)
  }
}
