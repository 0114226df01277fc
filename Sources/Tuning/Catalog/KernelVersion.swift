/// A version of Linux, as far as settings depend on it: `6.7`.
public struct KernelVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
  /// The first number.
  public let major: Int
  /// The second number.
  public let minor: Int

  /// Reads `6.7`, `6.1.0-47-amd64`; nil for what begins with no version.
  public init?(_ text: String) {
    let numbers = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.split(separator: ".")
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else { return nil }
    self.major = major
    self.minor = minor
  }

  /// `6.7`.
  public var description: String { "\(major).\(minor)" }

  /// By age.
  public static func < (first: KernelVersion, second: KernelVersion) -> Bool {
    (first.major, first.minor) < (second.major, second.minor)
  }
}
