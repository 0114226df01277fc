/// That a Run was taken in turns with another, block by block, so that the two can be compared pair by pair.
///
/// Both Runs carry it: the one with arm A and the one with arm B name each other and hold the same order. Block i of
/// the one is the partner of block i of the other.
public struct Interleaving: Codable, Sendable, Equatable {
  /// One of the two sides.
  public enum Arm: String, Codable, Sendable {
    /// What is compared with: the base.
    case base = "A"
    /// What is judged: the candidate.
    case candidate = "B"
  }

  /// The id of the other Run.
  public var with: String
  /// Which side this Run is.
  public var arm: Arm
  /// The order in which the blocks of both were taken: `ABBABAAB…`, two letters a pair; of a Run that grew, as far as
  /// it came.
  public var order: String

  /// Taken in turns with this Run, in this order.
  public init(with: String, arm: Arm, order: String) {
    self.with = with
    self.arm = arm
    self.order = order
  }
}
