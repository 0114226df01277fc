/// Why a text is no value of a type: what was found and what was expected.
public struct ValueProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text, shortened where it is long.
  public let found: String
  /// What would have been right, with an example.
  public let expected: String

  /// The problem of a text.
  public init(_ found: String, expected: String) {
    self.found = found.count > 80 ? "\(found.prefix(77))…" : found
    self.expected = expected
  }

  /// `'abc': expected a whole number such as 10 or 0x14`.
  public var description: String { "'\(found)': expected \(expected)" }
}
