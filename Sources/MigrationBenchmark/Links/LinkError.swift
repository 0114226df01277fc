internal import Platform

/// Why there is no such link: what, where, and what to do.
public struct LinkError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: Sendable, Equatable {
    /// It was not said in a way that can be understood, or asks for what no link of its kind does.
    case unclear
    /// This machine, or this user, cannot have it.
    case refused
    /// A call or a program failed that should not have.
    case failed
    /// It was closed before.
    case closed
  }

  /// What kind of failure.
  public let kind: Kind
  /// For people.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  init(_ error: SystemError) { self.init(.failed, error.description) }
}
