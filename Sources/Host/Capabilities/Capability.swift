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

  /// A benchmark (`memory`), a finer point of one (`memory.huge_pages`), or `counters`, which serve them all.
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

  /// Whether it is a finer point of a benchmark.
  public var isFinerPoint: Bool { name.contains(".") }
}
