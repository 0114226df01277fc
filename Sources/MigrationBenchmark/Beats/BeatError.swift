/// Why beats do not tell what was asked: what, where, and what to do.
public struct BeatError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: Sendable, Equatable {
    /// There are not enough beats.
    case tooFew
    /// The guest's clock, or the order of its beats, went back.
    case wentBack
    /// The guest's clock ran ahead of the host's.
    case ranAhead
    /// The guest's clock does not run at the rate that it should.
    case wrongRate
  }

  /// What kind of failure.
  public let kind: Kind
  /// For people.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
