/// Disturbance above which a block is suspect (it counts, and is marked) or invalid (it does not count).
public struct NoiseLimits: Codable, Sendable, Equatable {
  /// A pair of limits on one quantity; the quantity's own unit.
  public struct Limit: Codable, Sendable, Equatable {
    /// Above this, suspect.
    public var suspect: Double
    /// Above this, invalid.
    public var invalid: Double

    /// A pair of limits.
    public init(suspect: Double, invalid: Double) {
      self.suspect = suspect
      self.invalid = invalid
    }
  }

  /// Of `Noise.stealShare`.
  public var stealShare: Limit
  /// Of `Noise.otherUseShare`.
  public var otherUseShare: Limit
  /// Of `Noise.involuntarySwitches` a second.
  public var involuntarySwitchRate: Limit
  /// Of `Noise.ioPressure`.
  public var ioPressure: Limit
  /// Of `Noise.memoryPressure`.
  public var memoryPressure: Limit
  /// Of `Noise.gapShare`.
  public var gapShare: Limit
  /// Of the size of `Noise.frequencyDrift`.
  public var frequencyDrift: Limit

  /// The limits that every suite uses unless told otherwise.
  public static let standard = NoiseLimits(
    stealShare: Limit(suspect: 0.01, invalid: 0.05),
    otherUseShare: Limit(suspect: 0.05, invalid: 0.15),
    involuntarySwitchRate: Limit(suspect: 100, invalid: 1_000),
    ioPressure: Limit(suspect: 0.05, invalid: 0.25),
    memoryPressure: Limit(suspect: 0.01, invalid: 0.10),
    gapShare: Limit(suspect: 0.05, invalid: 0.25),
    frequencyDrift: Limit(suspect: 0.05, invalid: 0.20))

  enum CodingKeys: String, CodingKey {
    case stealShare = "steal_share"
    case otherUseShare = "other_use_share"
    case involuntarySwitchRate = "involuntary_switch_rate"
    case ioPressure = "io_pressure"
    case memoryPressure = "memory_pressure"
    case gapShare = "gap_share"
    case frequencyDrift = "frequency_drift"
  }
}
