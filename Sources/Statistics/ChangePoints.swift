/// Where the level of a series changes for good: hints for people who look at a history, never a verdict.
///
/// Binary segmentation (Scott & Knott, "A Cluster Analysis Method for Grouping Means in the Analysis of Variance",
/// Biometrics 30(3), 1974) on ranks: a segment is divided where the Wilcoxon statistic between its two parts is largest
/// (Lung-Yut-Fong, Lévy-Leduc & Cappé, "Homogeneity and change-point detection tests for multivariate data using rank
/// statistics", Journal de la Société Française de Statistique 156(4), 2015; for one change Pettitt, "A Non-parametric
/// Approach to the Change-point Problem", Applied Statistics 28(2), 1979), and its parts are looked at in turn. Ranks do
/// not care for outliers or the scale. Whether a division counts is asked of a permutation test of the same maximum, as
/// in Matteson & James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data", Journal of
/// the American Statistical Association 109(505), 2014.
///
/// The test takes the values of a segment to come in any order: a series that drifts slowly has changes everywhere.
public enum ChangePoints {
  /// A change of level.
  public struct Change: Sendable, Equatable {
    /// The place of the first value of the new level; from the series' start, counted from 0.
    public var index: Int
    /// The permutation test's p; at least 1 / (permutations + 1).
    public var p: Double
    /// The median of the level before, in the unit of the values.
    public var before: Double
    /// The median of the level that begins.
    public var after: Double
  }

  /// The p below which a division counts, unless told.
  public static let significance = 0.01

  /// The changes, in the order of the series.
  ///
  /// - Parameters:
  ///   - values: In the order of time.
  ///   - significance: The p below which a division counts, between 0 and 1 exclusive.
  ///   - permutations: How many orders are tried, at least 1.
  ///   - shortest: How many values a level has at least; 1 or more.
  ///   - seed: The same seed and values give the same changes to the bit.
  /// - Returns: Nothing with too few values for two levels. Nil with a value that is not finite, or with something out
  ///   of range.
  public static func detect(
    in values: [Double], significance: Double = Self.significance, permutations: Int = 999, shortest: Int = 3,
    seed: UInt64
  ) -> [Change]? {
    guard significance > 0, significance < 1, permutations >= 1, shortest >= 1, values.allSatisfy(\.isFinite)
    else { return nil }
    var generator = SeededGenerator(seed: seed)
    var found: [(index: Int, p: Double)] = []
    var segments = [0..<values.count]
    while let segment = segments.popLast() {
      var centred = centredRanks(values[segment])
      guard let best = division(centred, shortest: shortest) else { continue }
      guard
        let p = chance(
          of: best.statistic, &centred, shortest: shortest, permutations, below: significance, &generator)
      else { continue }
      let index = segment.lowerBound + best.place
      found.append((index, p))
      segments += [segment.lowerBound..<index, index..<segment.upperBound]
    }
    found.sort { $0.index < $1.index }
    return changes(found, in: values)
  }

  /// With the medians of the levels on both sides.
  private static func changes(_ found: [(index: Int, p: Double)], in values: [Double]) -> [Change] {
    let ends = [0] + found.map(\.index) + [values.count]
    let levels = zip(ends, ends.dropFirst()).map { Quantile.median(of: Array(values[$0..<$1])) ?? .nan }
    return found.enumerated().map { place, change in
      Change(index: change.index, p: change.p, before: levels[place], after: levels[place + 1])
    }
  }

  /// Ranks less their mean; equal values share the mean of their ranks.
  private static func centredRanks(_ values: ArraySlice<Double>) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    let middle = Double(values.count + 1) / 2
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let shared = Double(start + 1 + end) / 2
      for place in start..<end { ranks[order[place] - values.startIndex] = shared - middle }
      start = end
    }
    return ranks
  }

  /// Where to divide, and the statistic there: S² n / (k (n − k)) for the sum S of the first k centred ranks, the
  /// Wilcoxon statistic squared but for the variance, which all divisions and permutations share. The first of equals.
  private static func division(_ centred: [Double], shortest: Int) -> (place: Int, statistic: Double)? {
    let count = centred.count
    guard count >= 2 * shortest else { return nil }
    var best: (place: Int, statistic: Double)?
    var sum = 0.0
    for place in 1...(count - shortest) {
      sum += centred[place - 1]
      guard place >= shortest else { continue }
      let statistic = sum * sum * Double(count) / (Double(place) * Double(count - place))
      if statistic > best?.statistic ?? 0 { best = (place, statistic) }
    }
    return best
  }

  /// How often a random order divides as well; nil as soon as it is certain to be `limit` or more.
  private static func chance(
    of statistic: Double, _ ranks: inout [Double], shortest: Int, _ permutations: Int, below limit: Double,
    _ generator: inout SeededGenerator
  ) -> Double? {
    // A sum in another order may round differently.
    let reached = statistic * (1 - 1e-12)
    var asGood = 1
    for _ in 0..<permutations {
      for last in stride(from: ranks.count - 1, to: 0, by: -1) {
        ranks.swapAt(last, generator.below(last + 1))
      }
      if let other = division(ranks, shortest: shortest), other.statistic >= reached { asGood += 1 }
      if Double(asGood) >= limit * Double(permutations + 1) { return nil }
    }
    return Double(asGood) / Double(permutations + 1)
  }
}
