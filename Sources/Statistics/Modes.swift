import Glibc

/// The modes of one metric's samples: groups of values with a clear gap between them.
///
/// A mean over several modes is a value that never occurs (bandwidth on a shared host that places our CPUs
/// now together, now apart), so modes are told apart rather than averaged. The rule works on logarithms, for
/// modes differ by factors, and it is ours:
///
/// 1. Cut the sorted values at their widest gaps, widest first, skipping a gap that would leave a group of
///    fewer than 2 values or 5 % of all; this gives one division for each number of groups up to ``limit``.
/// 2. A division stands when each of its gaps is at least 4 + 30 / (f − 1) times the spread within its
///    groups, and the centers of neighbours are at least `minimumSeparation` apart. The spread is the pooled
///    root mean square of the deviations from the group's median; the largest tenth of them is left out, for
///    a process in which the mode flipped half-way lands between the modes and says nothing of their width.
///    It has f degrees of freedom: the deviations that are kept, less the number of groups.
/// 3. The division into most groups that stands is the result.
///
/// The factor was calibrated by simulation without a minimum separation, 100,000 samples at each of 23 sizes
/// from 4 to 200 (25,000 from 70 on). Called several modes, at the worst size: 0.5 % of samples that are
/// uniform or normal on the logarithmic scale, 0.2 % of normal and 1.1 % of uniform samples on the plain
/// scale (the worst are uniform down to 0), 1.1 % where the logarithms are exponential and 0.9 % where they
/// have Student's t distribution with 3 degrees of freedom; the tests repeat a part of it. Values measured in
/// steps coarser than `minimumSeparation` look like modes.
public struct Modes: Sendable, Equatable {
  /// One mode.
  public struct Cluster: Sendable, Equatable {
    /// The median of its values, in their unit.
    public var center: Double
    /// From its smallest value to its largest.
    public var range: ClosedRange<Double>
    /// Where its values stood in the input, ascending.
    public var members: [Int]
    /// The number of its values, at least 1.
    public var count: Int { members.count }
  }

  /// The most modes that are told apart; a sample in more groups than this is scattered rather than
  /// clustered.
  public static let limit = 5

  /// The modes by ascending center; a single one when there is no clear split.
  public let clusters: [Cluster]

  /// Finds the modes of these values.
  ///
  /// - Parameters:
  ///   - values: In any order; fewer than four are always one mode.
  ///   - minimumSeparation: How much larger than its lower neighbour a mode's center must be, as a fraction
  ///     of the neighbour's; not negative.
  /// - Returns: Nil when there are no values, when one is not finite or not above 0, or when the separation
  ///   is negative or not finite.
  public static func detect(in values: [Double], minimumSeparation: Double = 0.10) -> Modes? {
    guard values.isNonEmptyAndFinite, values.allSatisfy({ $0 > 0 }),
      minimumSeparation >= 0, minimumSeparation.isFinite
    else { return nil }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let sorted = order.map { values[$0] }
    let logarithms = sorted.map { log($0) }
    var best = [0..<sorted.count]
    for groups in divisions(of: logarithms) {
      let centers = groups.map { middle(of: sorted[$0]) }
      let apart = zip(centers, centers.dropFirst()).allSatisfy { $1 / $0 >= 1 + minimumSeparation }
      if apart, hasClearGaps(logarithms, between: groups) { best = groups }
    }
    return Modes(
      clusters: best.map { group in
        Cluster(
          center: middle(of: sorted[group]), range: sorted[group.lowerBound]...sorted[group.upperBound - 1],
          members: order[group].sorted())
      })
  }

  /// For each input value, in the order of the input, the index of its cluster in ``clusters``.
  ///
  /// - Parameter count: The number of values that were given to `detect`; another number is a programming
  ///   error.
  public func labels(count: Int) -> [Int] {
    precondition(
      count == clusters.reduce(0) { $0 + $1.count }, "labels are for the values that were detected in")
    var labels = [Int](repeating: 0, count: count)
    for (label, cluster) in clusters.enumerated() {
      for member in cluster.members { labels[member] = label }
    }
    return labels
  }

  /// Step 1 of the rule: the divisions into two, three, … groups; each cuts one group of the division before.
  private static func divisions(of sorted: [Double]) -> [[Range<Int>]] {
    let smallest = max(2, (sorted.count + 19) / 20)
    let gaps = sorted.indices.dropFirst().sorted {
      (sorted[$1] - sorted[$1 - 1], $0) < (sorted[$0] - sorted[$0 - 1], $1)
    }
    var groups = [0..<sorted.count]
    var divisions: [[Range<Int>]] = []
    for cut in gaps where groups.count < limit && sorted[cut] > sorted[cut - 1] {
      guard let divided = groups.firstIndex(where: { $0.contains(cut) }) else { continue }
      let group = groups[divided]
      guard cut - group.lowerBound >= smallest, group.upperBound - cut >= smallest else { continue }
      groups.replaceSubrange(divided...divided, with: [group.lowerBound..<cut, cut..<group.upperBound])
      divisions.append(groups)
    }
    return divisions
  }

  /// Step 2 of the rule, but for the separation of the centers.
  private static func hasClearGaps(_ sorted: [Double], between groups: [Range<Int>]) -> Bool {
    let leftOut = sorted.count / 10
    let freedom = sorted.count - groups.count - leftOut
    let squares = groups.flatMap { group in
      let center = middle(of: sorted[group])
      return sorted[group].map { ($0 - center) * ($0 - center) }
    }
    let kept = squares.sorted().prefix(sorted.count - leftOut)
    let spread = (kept.reduce(0, +) / Double(freedom)).squareRoot()
    let factor = 4 + 30 / Double(freedom - 1)
    return groups.dropFirst().allSatisfy { group in
      sorted[group.lowerBound] - sorted[group.lowerBound - 1] >= factor * spread
    }
  }

  /// The median of ascending values, of which there is at least one.
  private static func middle(of sorted: ArraySlice<Double>) -> Double {
    let low = sorted[sorted.startIndex + (sorted.count - 1) / 2]
    let high = sorted[sorted.startIndex + sorted.count / 2]
    return Quantile.interpolate(low, high, 0.5)
  }
}
