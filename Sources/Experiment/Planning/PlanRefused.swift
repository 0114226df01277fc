/// A request that this machine cannot fulfil as it was made, as opposed to a part that is left out: exit code 64.
public struct PlanRefused: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line: what, and what to do.
  public let description: String

  /// A refusal in one line.
  public init(_ description: String) { self.description = description }
}
