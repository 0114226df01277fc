/// Something that a measurement needs, and whether this machine has it.
public struct Capability: Codable, Sendable, Equatable {
  /// Whether it is there.
  public enum Availability: String, Codable, Sendable {
    /// It is.
    case yes
    /// It is not: `reason` says why and `advice` what to do.
    case no
    /// It cannot be told from here.
    case unknown
  }

  /// A benchmark (`memory`) or a finer point of one (`memory.huge_pages`).
  public var name: String
  /// Whether it is there.
  public var available: Availability
  /// What that follows from, in a few words.
  public var reason: String
  /// What to do where it is not there; nil where nothing helps or nothing is needed.
  public var advice: String?

  /// A capability of these facts.
  public init(name: String, available: Availability, reason: String, advice: String? = nil) {
    self.name = name
    self.available = available
    self.reason = reason
    self.advice = advice
  }

  /// Whether it is a benchmark and not a finer point of one.
  public var isBenchmark: Bool { !name.contains(".") }
}
