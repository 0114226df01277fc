/// How far the level of a host may have wandered between two Runs that were taken one after the other.
///
/// What the noise of single samples says of the difference between two Runs is too little where the level itself moves:
/// on a shared host a rank test in sequence cries wolf in a third of all comparisons, and in nearly all where the level
/// wanders slowly. So each Run is cut into ``batches`` stretches, whose centers differ by what the level does within a
/// Run (the method of batch means: Law & Kelton, "Simulation Modeling and Analysis", 3rd edition 2000, section 9.5.3).
/// Unlike there, nothing is divided by the number of batches: a level that moves so within a Run is not taken to average
/// out over the Run.
///
/// The factor on the variance s² of the centers is that of a level that walks at random, the worst that we allow for:
/// with K batches s² estimates v(K + 1)/6, v being the walk's variance over one batch, while the levels of two adjoining
/// Runs differ with variance 2vK/3, that is 4K/(K + 1) · s². For noise without memory it is some 6 times what would do,
/// which is the price of a comparison that is not interleaved. Simulated over 3,000 comparisons of 4 metrics at 10, 20,
/// 30 and 60 blocks (autoregressive with 0.5, 0.9 and 0.99, a random walk, linear drift): at most 2.7 % false alarms.
/// A level that jumps seldom, once in several Runs, shows in no Run alone: only several baseline Runs tell of it.
public enum WanderingLevel {
  /// Stretches that a Run is cut into.
  public static let batches = 4

  /// The difference between a Run's level and that of its base, as uncertain as it is.
  public struct Allowance: Sendable, Equatable {
    /// Standard error of the difference, in the unit of the values.
    public var standardError: Double
    /// Degrees of freedom that it is known with.
    public var freedom: Double

    /// The probability of so large a difference without an effect, by Student's distribution.
    public func pValue(of shift: Double) -> Double {
      if standardError > 0 { return StudentDistribution.twoSided(shift / standardError, freedom: freedom) }
      return shift == 0 ? 1 : 0
    }

    /// The shift with its interval.
    public func interval(around shift: Double, level: Double) -> Interval {
      let half = standardError * StudentDistribution.quantile(0.5 + level / 2, freedom: freedom)
      return Interval(lower: shift - half, upper: shift + half, level: level)
    }
  }

  /// What the levels within the Runs say.
  ///
  /// - Parameters:
  ///   - bases: values of each baseline Run, in the order they were taken.
  ///   - candidate: values of the other Run.
  /// - Returns: nil where no Run has two values.
  public static func within(bases: [[Double]], candidate: [Double]) -> Allowance? {
    var squares = 0.0
    var freedom = 0.0
    for run in bases + [candidate] where run.count >= 2 {
      let centers = centers(of: run)
      guard let deviation = Spread.standardDeviation(of: centers) else { return nil }
      squares += deviation * deviation * Double(centers.count - 1)
      freedom += Double(centers.count - 1)
    }
    guard freedom > 0, !bases.isEmpty else { return nil }
    let count = Double(batches)
    // The factor is for one Run against one; each side brings half of it.
    let factor = 2 * count / (count + 1) * (1 + 1 / Double(bases.count))
    return Allowance(standardError: (factor * squares / freedom).squareRoot(), freedom: freedom)
  }

  /// What the levels of several baseline Runs say, taken at different times: a further one lies among them as they lie
  /// among each other (the prediction interval of Hahn & Meeker, "Statistical Intervals", 1991, section 4.7).
  ///
  /// - Returns: nil with fewer than two baseline Runs.
  public static func between(bases: [[Double]]) -> Allowance? {
    guard bases.count >= 2 else { return nil }
    let levels = bases.compactMap { HodgesLehmann.center(of: $0) }
    guard levels.count >= 2, let deviation = Spread.standardDeviation(of: levels) else { return nil }
    let count = Double(levels.count)
    return Allowance(standardError: deviation * (1 + 1 / count).squareRoot(), freedom: count - 1)
  }

  /// The centers of the stretches, in order.
  private static func centers(of values: [Double]) -> [Double] {
    let count = min(batches, values.count)
    return (0..<count).compactMap { index in
      HodgesLehmann.center(
        of: Array(values[values.count * index / count..<values.count * (index + 1) / count]))
    }
  }
}
