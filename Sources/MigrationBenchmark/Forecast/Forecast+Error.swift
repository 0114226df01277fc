internal import Statistics

extension Forecast {
  /// What came of a migration.
  public struct Observation: Codable, Sendable, Equatable {
    /// Whether it ended by itself.
    public var converged: Bool
    /// Seconds that the guest stood still.
    public var downtime: Double?
    /// Seconds from start to end.
    public var total: Double?
    /// Bytes on the link.
    public var transferred: Double?
    /// Rounds as QEMU counts them.
    public var rounds: Double?

    /// What is known of it.
    public init(
      converged: Bool, downtime: Double? = nil, total: Double? = nil, transferred: Double? = nil,
      rounds: Double? = nil
    ) {
      self.converged = converged
      self.downtime = downtime
      self.total = total
      self.transferred = transferred
      self.rounds = rounds
    }
  }

  /// How far a forecast was off: forecast less outcome, as a part of the outcome; nil where one of both is missing or
  /// the outcome is 0.
  public struct Deviation: Codable, Sendable, Equatable {
    /// Whether the verdict was right.
    public var isVerdictRight: Bool
    /// Whether the verdict counts: not within 10 % of the edge.
    public var isVerdictCounted: Bool
    /// Of the downtime.
    public var downtime: Double?
    /// Of the total time.
    public var total: Double?
    /// Of the bytes.
    public var transferred: Double?
    /// Of the rounds.
    public var rounds: Double?
    /// Whether the downtime lay in its interval.
    public var isDowntimeCovered: Bool?
    /// Whether the total time lay in its interval.
    public var isTotalCovered: Bool?
  }

  /// How far it was off.
  public func error(against outcome: Observation) -> Deviation {
    func off(_ figure: Figure?, _ value: Double?) -> Double? {
      guard let figure, let value, value != 0, value.isFinite else { return nil }
      return (figure.value - value) / value
    }
    func covers(_ figure: Figure?, _ value: Double?) -> Bool? {
      guard let interval = figure?.interval, let value else { return nil }
      return interval.lower <= value && value <= interval.upper
    }
    return Deviation(
      isVerdictRight: converges == outcome.converged, isVerdictCounted: !isNearEdge,
      downtime: off(downtime, outcome.downtime), total: off(total, outcome.total),
      transferred: off(transferred, outcome.transferred), rounds: off(rounds, outcome.rounds),
      isDowntimeCovered: covers(downtime, outcome.downtime), isTotalCovered: covers(total, outcome.total))
  }
}
