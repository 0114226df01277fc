/// Why a trial or a screening ended before its result: one line that says what, where and what to do.
public struct TrialProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of end it is, which decides the exit code.
  public enum Kind: Sendable, Equatable {
    /// A setting could not be put in place; everything is as it was.
    case applyFailed
    /// A setting could not be taken back.
    case revertIncomplete
    /// Somebody else changed a setting meanwhile; it was left.
    case drift
    /// A measuring process failed, or said nothing that can be used.
    case measuring
    /// There is nothing to try here.
    case nothingToTry
    /// The request cannot be fulfilled as it was made.
    case refused
  }

  /// What kind of end it is.
  public let kind: Kind
  /// One line.
  public let description: String

  /// A problem in one line.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// A failure, and another one while its traces were removed: the second decides, because something is left.
  static func also(_ first: any Error, _ second: any Error) -> TrialProblem {
    let kind = (second as? TrialProblem)?.kind ?? .revertIncomplete
    return TrialProblem(kind, "\(second); before that: \(first)")
  }
}
