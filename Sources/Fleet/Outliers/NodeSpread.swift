internal import Statistics

/// How far the levels of nodes of one kind lie apart, though some of them may be odd.
enum NodeSpread {
  /// The standard deviation of most levels, from the shortest half: the shortest interval that holds more than half of
  /// them. Up to nearly half of the nodes may be odd, all on one side too.
  ///
  /// Rousseeuw & Leroy, "A Robust Scale Estimator Based on the Shortest Half", Statistica Neerlandica 42(2), 1988. The
  /// factors that make it the standard deviation of normal levels (in the median) were simulated with 40,000 draws each;
  /// between those numbers of nodes they are interpolated for even and odd numbers apart.
  ///
  /// - Parameter sorted: the levels in ascending order, 3 or more.
  static func shortestHalf(_ sorted: [Double]) -> Double {
    let count = sorted.count
    let half = count / 2 + 1
    var shortest = Double.infinity
    for first in 0...(count - half) {
      shortest = min(shortest, sorted[first + half - 1] - sorted[first])
    }
    return shortest / factor(count)
  }

  /// The median length of the shortest half of so many standard normal values.
  static func factor(_ count: Int) -> Double {
    if count <= 30 { return factors[max(0, count - 3)] }
    guard let above = largeFactors.firstIndex(where: { $0.count >= count }) else { return 1.349 }
    let (low, high) = (largeFactors[above - 1], largeFactors[above])
    let share = (1 / Double(low.count) - 1 / Double(count)) / (1 / Double(low.count) - 1 / Double(high.count))
    return low.factor + share * (high.factor - low.factor)
  }

  /// Of 3 to 30 values.
  private static let factors = [
    0.360, 0.913, 0.594, 0.943, 0.720, 0.970, 0.804, 1.000, 0.864, 1.025, 0.908, 1.044, 0.945, 1.062, 0.971,
    1.074,
    0.996, 1.088, 1.020, 1.097, 1.035, 1.115, 1.053, 1.121, 1.064, 1.130, 1.077, 1.136,
  ]
  private static let largeFactors: [(count: Int, factor: Double)] = [
    (30, 1.136), (40, 1.166), (60, 1.200), (100, 1.240), (200, 1.276), (500, 1.306), (1_000, 1.322),
    (1_000_000, 1.349),
  ]

  /// Degrees of freedom that the shortest half knows the spread with: its efficiency, 37 % as that of the median
  /// deviation, times those of a standard deviation.
  static func freedom(nodes: Int) -> Double { 0.37 * Double(nodes - 1) }

  /// The standard deviation of the levels of many nodes: that of the shortest half, or where it is larger that of the
  /// middle seventy in a hundred, which sees tails heavier than the normal ones. Some fifteen in a hundred may be odd.
  static func ofMany(_ sorted: [Double]) -> Double {
    guard let low = Quantile.value(0.15, ofSorted: sorted), let high = Quantile.value(0.85, ofSorted: sorted)
    else {
      return 0
    }
    return max(shortestHalf(sorted), (high - low) / middle)
  }

  /// The width of the middle seventy in a hundred of the standard normal distribution.
  private static let middle = 2 * NormalDistribution.quantile(0.85)

  /// The standard deviation of the levels of few nodes, from all metrics together.
  ///
  /// Three levels say next to nothing of their spread; those of twenty metrics do. The node without which the others lie
  /// nearest to each other is left out: it may be odd in every metric. Of the metrics' standard deviations the upper
  /// quartile counts, so that neither a few metrics with an odd node make it large, nor those whose nodes happen to share
  /// one mode small.
  ///
  /// - Parameter levels: of each metric, by node; metrics of fewer than 3 nodes tell nothing.
  /// - Returns: nil where there is no metric.
  static func pooled(_ levels: [[Int: Double]]) -> Double? {
    let useful = levels.filter { $0.count >= 3 }
    let nodes = Set(useful.flatMap(\.keys))
    let spreads = nodes.compactMap { excluded in
      Quantile.value(
        0.75,
        of: useful.compactMap { metric in
          let rest = metric.filter { $0.key != excluded }.sorted { $0.key < $1.key }.map(\.value)
          return Spread.standardDeviation(of: rest).map { $0 / upperQuartiles[min(rest.count, 6) - 2] }
        })
    }
    return spreads.min()
  }

  /// The upper quartile of the standard deviation of 2 to 6 standard normal values: √(χ²₀.₇₅ / freedom).
  private static let upperQuartiles = [1.150, 1.177, 1.170, 1.160, 1.151]
}
