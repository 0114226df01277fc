/// Why a layout cannot be asked for like that.
public struct LayoutProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line: what, where, and what to do.
  public let description: String

  init(_ description: String) { self.description = description }
}
