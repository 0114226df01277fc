/// A confidence interval.
public struct Interval: Codable, Sendable, Equatable {
  /// The lower end, in the unit of the values.
  public var lower: Double
  /// The upper end, in the unit of the values; not below `lower`.
  public var upper: Double
  /// The nominal confidence level, between 0 and 1: 0.95 for a 95 % interval.
  public var level: Double

  /// An interval of these ends and this level.
  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }
}
