/// What came of a chain.
public struct ChainOutcome: Sendable, Equatable, Codable {
  /// A migration that was begun.
  public struct Hop: Sendable, Equatable, Codable {
    /// `A-B`.
    public var label: String
    /// What was measured of it.
    public var migration: MigrationOutcome
    /// The share of the disk that was alike at both ends before it.
    public var syncShare: Double
  }

  /// The way.
  public var route: ChainRoute
  /// The stages that were done, in their order.
  public var stages: [StageResult] = []
  /// The migrations that were begun, the way back included.
  public var hops: [Hop] = []
  /// Hops that were done with all of their stages, the way back included.
  public var completedHops = 0
  /// Seconds from the first stage to the end of the last.
  public var seconds = 0.0
  /// The member where the guest is.
  public var member: String
  /// Whether it is seen to run there.
  public var guestRuns = false

  /// Whether the guest went all the way and back, and every stage keeps its thresholds as far as they can be told.
  public var isComplete: Bool {
    stages.last?.stage == .switchBack && !stages.contains { $0.verdict == .fail }
  }

  /// FAIL where one stage fails, else UNKNOWN where one cannot be told.
  public var verdict: StageVerdict {
    let all = stages.map(\.verdict)
    return all.contains(.fail) ? .fail : all.contains(.unknown) ? .unknown : .pass
  }
}
