extension Interval {
  /// Whether everything in the interval is within ±`delta`: at this level the two sides are the same.
  ///
  /// Two one-sided tests: Schuirmann, "A Comparison of the Two One-Sided Tests Procedure and the Power Approach",
  /// Journal of Pharmacokinetics and Biopharmaceutics 15(6), 1987. His test needs an interval of level 1 − 2α; one of
  /// 1 − α, as here, is wrong half as often.
  public func isWithin(_ delta: Double) -> Bool { lower >= -delta && upper <= delta }

  /// Whether 0 is outside.
  public var excludesZero: Bool { lower > 0 || upper < 0 }

  /// From the lower of both lower ends to the upper of both upper ends.
  public func union(_ other: Interval) -> Interval {
    Interval(
      lower: min(lower, other.lower), upper: max(upper, other.upper), level: min(level, other.level))
  }
}
