/// What went wrong with a twin: what, where, and what to do, in one line; the guest's last words follow where there are
/// some.
public struct TwinError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: Sendable, Equatable {
    /// The request itself: a shape, a command or a file that cannot be used.
    case badRequest
    /// A program or a file that the host lacks.
    case missing
    /// A helper program failed.
    case preparation
    /// QEMU did not start or the guest ended before it was up.
    case boot
    /// The guest did not come up in time.
    case late
    /// The guest, once up, was lost: it crashed or its power was cut.
    case powerLost
    /// A wait was over before its end came.
    case timeLimit
    /// A command in the guest ended with a code other than 0.
    case command
  }

  /// What kind of failure.
  public let kind: Kind
  /// For people.
  public let description: String

  /// A failure in words.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
