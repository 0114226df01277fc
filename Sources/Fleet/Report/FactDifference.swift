public import Comparison

/// A fact or a setting in which the nodes of a fleet are not alike.
///
///     kernel        6.1.0-47; node3: 6.1.0-56
public struct FactDifference: Codable, Sendable, Equatable {
  /// A value that some nodes have.
  public struct Value: Codable, Sendable, Equatable {
    /// The value; nil where the nodes have none. Of a list of words those that differ: `+avx512f −pti`.
    public var value: String?
    /// The nodes that have it.
    public var nodes: [String]
  }

  /// The fact's name, or the setting's key.
  public var key: String
  /// What more than half of the nodes have; nil where no value is, or where they have none.
  public var majority: String?
  /// Whether more than half of the nodes have the same.
  public var hasMajority: Bool
  /// What the others have, the most frequent first; at most `mostValues`.
  public var others: [Value]
  /// How many different values there are besides the majority's.
  public var distinct: Int
  /// Further keys with the same differences: other CPUs, other disks.
  public var alike: [String]
  /// How likely it moves a metric.
  public var relevance: Relevance
  /// What it does, in one line; nil where nobody has written that down.
  public var note: String?

  enum CodingKeys: String, CodingKey {
    case key, majority, others, distinct, alike, relevance, note
    case hasMajority = "has_majority"
  }

  /// Values that are told; of a thousand nodes each may have its own.
  static let mostValues = 10
}
