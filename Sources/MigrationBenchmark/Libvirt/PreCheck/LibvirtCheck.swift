/// One question before a migration, and its answer.
public struct LibvirtCheck: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The answer.
  public enum Verdict: String, Sendable, Equatable, Codable {
    /// All is well.
    case passed
    /// The migration would fail, or do harm.
    case failed
    /// It could not be told; the migration may fail.
    case unknown
  }

  /// What was looked at: `domain`, `hosts`, `versions`, `cpu`, `memory`, `storage`, `devices`.
  public var name: String
  /// The answer.
  public var verdict: Verdict
  /// What was seen.
  public var seen: String
  /// What to do; nil where all is well.
  public var advice: String?

  init(_ name: String, _ verdict: Verdict, _ seen: String, advice: String? = nil) {
    self.name = name
    self.verdict = verdict
    self.seen = seen
    self.advice = advice
  }

  /// One line: `cpu: passed: …`.
  public var description: String {
    "\(name): \(verdict.rawValue): \(seen)" + (advice.map { "; \($0)" } ?? "")
  }
}
