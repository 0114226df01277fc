/// Why a file of ours was refused: which one, in which line, and what was expected.
public struct FileProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// The line, counted from 1; 0 where the whole file is meant.
  public let line: Int
  /// What is wrong, and what would be right.
  public let reason: String

  /// The problem of a line.
  public init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// `kvm-host.yaml:12: …`.
  public var description: String { line > 0 ? "\(file):\(line): \(reason)" : "\(file): \(reason)" }
}
