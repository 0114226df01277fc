/// The knee of a curve that rises slowly and then fast, such as latency over load.
///
/// The offline form of "Kneedle": Satopää, Albrecht, Irwin & Raghavan, "Finding a 'Kneedle' in a Haystack:
/// Detecting Knee Points in System Behavior", ICDCS Workshops 2011. Both axes are scaled to 0...1; the knee
/// is the point that lies furthest below the chord from the first point to the last. The paper's smoothing is
/// left out: the points are medians already, and few.
public enum Knee {
  /// The index of the knee of a convex, increasing curve.
  ///
  /// - Parameters:
  ///   - x: The load, ascending (equal neighbours are allowed).
  ///   - y: The response at each load, in any unit.
  ///   - minimumDistance: How far below the chord the knee must lie, as a fraction of the range of y. A
  ///     parabola reaches 0.25 and a queue that is loaded up to 90 % reaches 0.52; 0.1 asks for a clear bend.
  ///   - minimumRise: The curve is flat unless y ranges over more than this fraction of its largest
  ///     magnitude.
  /// - Returns: Nil with fewer than three points, when the counts differ, when a value is not finite, when x
  ///   does not ascend, when the curve is flat or is not rising on the whole (from first to last by at least
  ///   half of its range), or when no point lies clearly below the chord.
  public static func index(
    x: [Double], y: [Double], minimumDistance: Double = 0.1, minimumRise: Double = 0.05
  ) -> Int? {
    guard x.count >= 3, x.count == y.count, x.isNonEmptyAndFinite, y.isNonEmptyAndFinite,
      zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }),
      let low = y.min(), let high = y.max()
    else { return nil }
    let width = x[x.count - 1] - x[0]
    let range = high - low
    let rise = y[y.count - 1] - y[0]
    guard width > 0, width.isFinite, range.isFinite,
      range > minimumRise * max(abs(low), abs(high)), rise >= range / 2
    else { return nil }

    let distances = zip(x, y).map { point in
      (y[0] - point.1) / range + (rise / range) * ((point.0 - x[0]) / width)
    }
    guard let furthest = distances.max(), furthest >= minimumDistance else { return nil }
    return distances.firstIndex(of: furthest)
  }
}
