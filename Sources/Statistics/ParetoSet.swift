/// Which of several points no other beats in all figures, where less is better in each.
///
/// A point dominates another when it is nowhere greater and somewhere less (Kung, Luccio & Preparata, "On Finding the
/// Maxima of a Set of Vectors", Journal of the ACM 22(4), 1975). A figure of which more is better is given with its
/// sign turned.
public enum ParetoSet {
  /// What can be said of a point whose figures are known to lie within ranges.
  public enum Standing: Sendable, Equatable {
    /// No other is as good in all figures and better in one.
    case unbeaten
    /// Another seems to be, but their ranges overlap.
    case unclear
    /// The point at this index is, beyond doubt.
    case beaten(by: Int)
  }

  /// Whether `one` is nowhere greater than `other` and somewhere less. Points of unequal length do not compare.
  public static func dominates(_ one: [Double], _ other: [Double]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { $0 <= $1 }
      && zip(one, other).contains { $0 < $1 }
  }

  /// The indices of the points that no other dominates, ascending; of equal points all. A point with a NaN is none.
  public static func indices(of points: [[Double]]) -> [Int] {
    points.indices.filter { index in
      !points[index].contains(where: \.isNaN) && !points.contains { dominates($0, points[index]) }
    }
  }

  /// The standing of each point, in their order.
  ///
  /// - Parameters:
  ///   - points: the best guess of each figure.
  ///   - ranges: between what each lies. One beats another beyond doubt when its ranges lie nowhere above the other's
  ///     and clear below it in one figure; of several, the one with the least first figure is named, then the second.
  public static func standings(_ points: [[Double]], within ranges: [[ClosedRange<Double>]]) -> [Standing] {
    precondition(points.count == ranges.count, "every point needs its ranges")
    return points.indices.map { index in
      let winner = points.indices.filter {
        $0 != index
          && dominates(ranges[$0].map(\.upperBound), ranges[index].map(\.lowerBound))
      }.min { points[$0].lexicographicallyPrecedes(points[$1]) }
      if let winner { return .beaten(by: winner) }
      return points.contains { dominates($0, points[index]) } ? .unclear : .unbeaten
    }
  }
}
