internal import Glibc

/// Whether two treatments differ when what else differs, node or boot, is kept apart: a permutation test in strata.
///
/// Within each stratum the values are dealt out anew to the two treatments, as many to each as there were; values of
/// different strata are never mixed, so that a slow node is no effect. The statistic is the sum over the strata of the
/// difference of means, weighted by n₁n₂/(n₁ + n₂), the weights of van Elteren's test ("On the Combination of Independent
/// Two-Sample Tests of Wilcoxon", Bulletin of the International Statistical Institute 37, 1960) up to the 1 added there.
/// Edgington & Onghena, "Randomization Tests", 4th edition 2007, chapter 6.
public enum StratifiedPermutation {
  /// The values of one stratum.
  public struct Stratum: Sendable, Equatable {
    /// Under the first treatment.
    public var first: [Double]
    /// Under the second.
    public var second: [Double]

    /// The values of one node or one boot.
    public init(first: [Double], second: [Double]) {
      self.first = first
      self.second = second
    }
  }

  /// Up to so many divisions all are looked at and the p is exact; beyond, `resamples` are drawn.
  public static let mostExact = 20_000

  /// The two-sided p.
  ///
  /// Of drawn divisions it is (b + 1)/(m + 1), b of m being as far out as the one that was measured: Phipson & Smyth,
  /// "Permutation P-values Should Never Be Zero", Statistical Applications in Genetics and Molecular Biology 9(1), 2010.
  ///
  /// - Parameters:
  ///   - strata: those with values of one treatment only tell nothing and are left out.
  ///   - resamples: divisions drawn where there are too many for all; at least 1.
  ///   - seed: the same seed and values give the same p to the bit.
  /// - Returns: nil without a stratum that tells something, or with a value that is not finite.
  public static func pValue(of strata: [Stratum], resamples: Int = 9_999, seed: UInt64) -> Double? {
    let useful = strata.filter { !$0.first.isEmpty && !$0.second.isEmpty }
    guard !useful.isEmpty, resamples >= 1,
      useful.allSatisfy({ ($0.first + $0.second).allSatisfy(\.isFinite) })
    else { return nil }
    let pools = useful.map { Pool($0) }
    let observed = abs(pools.reduce(0) { $0 + $1.firstSum })
    // Sums of the same values in another order differ by rounding.
    let scale = pools.reduce(0) { $0 + $1.magnitude }
    let bound = observed - 1e-12 * scale
    let divisions = pools.reduce(1.0) { $0 * $1.divisions }
    if divisions <= Double(mostExact) {
      var statistics = [0.0]
      for pool in pools {
        let own = pool.allSums()
        statistics = statistics.flatMap { sum in own.map { sum + $0 } }
      }
      return Double(statistics.count { abs($0) >= bound }) / Double(statistics.count)
    }
    var generator = SeededGenerator(seed: seed)
    var asFar = 0
    for _ in 0..<resamples {
      let statistic = pools.reduce(0) { $0 + $1.drawnSum(&generator) }
      if abs(statistic) >= bound { asFar += 1 }
    }
    return Double(asFar + 1) / Double(resamples + 1)
  }

  /// One stratum's values, about their mean: the weighted difference of means, n₁n₂/n · (s/n₁ + s/n₂), is then simply
  /// the sum s over the first treatment.
  private struct Pool {
    let values: [Double]
    let taken: Int

    init(_ stratum: Stratum) {
      let all = stratum.first + stratum.second
      let mean = Spread.mean(of: all) ?? 0
      values = all.map { $0 - mean }
      taken = stratum.first.count
    }

    var firstSum: Double { values[..<taken].reduce(0, +) }
    var magnitude: Double { values.reduce(0) { $0 + abs($1) } }

    var divisions: Double {
      let (all, some) = (Double(values.count), Double(taken))
      return exp(lgamma(all + 1) - lgamma(some + 1) - lgamma(all - some + 1)).rounded()
    }

    /// The sums of all choices of `taken` values.
    func allSums() -> [Double] {
      var sums: [Double] = []
      var choice = Array(0..<taken)
      while true {
        sums.append(choice.reduce(0) { $0 + values[$1] })
        guard let place = choice.indices.last(where: { choice[$0] < values.count - taken + $0 }) else {
          return sums
        }
        choice[place] += 1
        for next in (place + 1)..<max(place + 1, taken) { choice[next] = choice[next - 1] + 1 }
      }
    }

    /// The sum of a choice drawn by a partial Fisher–Yates shuffle.
    func drawnSum(_ generator: inout SeededGenerator) -> Double {
      var rest = values
      var sum = 0.0
      for place in 0..<taken {
        rest.swapAt(place, place + generator.below(rest.count - place))
        sum += rest[place]
      }
      return sum
    }
  }
}
