internal import Statistics

/// How the level of one metric wanders within the nodes while they measure: by how much the level of a node may be off
/// for that alone.
///
/// As `WanderingLevel` does for two Runs, each node's samples are cut into stretches; what is left of the stretches'
/// medians without the node's own and what all nodes have in common (they warm up alike), the residuals of a two-way
/// table, tells how far a level may have walked. Its variance is divided by what samples without memory would make of it,
/// so that metrics of different noise can be compared (`Moderation`).
struct Wandering {
  /// The variance of the residuals.
  let variance: Double
  /// The same if neighbouring samples had nothing in common; 0 where most of them are equal.
  let expected: Double
  /// Degrees of freedom.
  let freedom: Double

  private static let stretches = WanderingLevel.batches

  /// - Parameter nodes: the values of two or more nodes on the scale, of each at least as many as stretches.
  init(_ nodes: [[Double]]) {
    let count = Self.stretches
    var table = nodes.map { values in
      let medians = (0..<count).compactMap { index in
        Quantile.median(
          of: Array(values[values.count * index / count..<values.count * (index + 1) / count]))
      }
      let mean = medians.reduce(0, +) / Double(medians.count)
      return medians.map { $0 - mean }
    }
    for stretch in 0..<count {
      let mean = table.reduce(0) { $0 + $1[stretch] } / Double(table.count)
      for node in table.indices { table[node][stretch] -= mean }
    }
    freedom = Double((count - 1) * (nodes.count - 1))
    variance = table.joined().reduce(0) { $0 + $1 * $1 } / freedom
    let white = nodes.map { values in
      let step = Quantile.median(of: zip(values, values.dropFirst()).map { abs($1 - $0) }) ?? 0
      let deviation = step * Spread.normalConsistency
      return deviation * deviation / 2 * Double(count) / Double(values.count)
    }
    expected = white.reduce(0, +) / Double(nodes.count)
  }

  /// The variance over what samples without memory would make of it; nil where that is not known.
  var inflation: Double? { variance > 0 && expected > 0 ? variance / expected : nil }

  /// The standard error of a node's level against the median of the others, and its degrees of freedom.
  ///
  /// The factor on the variance is that of `WanderingLevel`: half of 4K/(K + 1) for each side with K stretches, as of a
  /// level that walks at random.
  func standardError(among nodes: Int, _ moderation: Moderation?) -> (error: Double, freedom: Double) {
    var (variance, freedom) = (variance, freedom)
    if let moderation, let inflation {
      let moderated = moderation.moderated(inflation, freedom: freedom)
      (variance, freedom) = (moderated.value * expected, moderated.freedom)
    }
    let count = Double(Self.stretches)
    let factor = 2 * count / (count + 1) * (1 + Self.shareOfMedian(nodes - 1))
    return ((factor * variance).squareRoot(), freedom)
  }

  /// The variance of the median of so many levels, in that of one: π/2 times that of the mean for many normal ones, of
  /// three or fewer nearly that of the mean.
  static func shareOfMedian(_ count: Int) -> Double { (count <= 3 ? 1 : .pi / 2) / Double(max(1, count)) }
}
