/// Why a rule suggests nothing on this host.
public struct Silence: Error, Codable, Sendable, Equatable, CustomStringConvertible {
  /// What kind of reason it is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The rule serves other goals.
    case otherGoal = "other_goal"
    /// The Run does not hold what the rule reads.
    case notMeasured = "not_measured"
    /// The host, its kernel or the catalog does not have what the rule sets.
    case notHere = "not_here"
    /// The setting has the value that the rule would ask for.
    case alreadySet = "already_set"
    /// What was measured gives no reason.
    case notNeeded = "not_needed"
    /// Another rule asks for something else at the same place.
    case excluded
  }

  /// What kind of reason it is.
  public var kind: Kind
  /// The reason with its figures, in one line.
  public var reason: String

  /// A reason of a kind.
  public init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// The reason.
  public var description: String { reason }
}
