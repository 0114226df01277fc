public import Experiment
public import Platform

/// What a user may set of the link benchmark.
public struct LinkOptions: Sendable {
  /// The port of a server unless another is named.
  public static let usualPort: UInt16 = 9_707

  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// Bytes a second that arrive.
    case bandwidth
    /// Round trips of small messages.
    case latency
    /// Connections that are made.
    case connect
  }

  /// How much is measured.
  public var suite: Suite
  /// The CPUs to use; nil means all allowed ones.
  public var cpus: CPUSet?
  /// Seconds of one sample's measuring window; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means all.
  public var parts: [Part] = []
  /// The only number of streams; nil means one, and one for each CPU up to four.
  public var streams: Int?

  /// Everything of a suite.
  public init(suite: Suite) { self.suite = suite }

  func wants(_ part: Part) -> Bool { parts.isEmpty || parts.contains(part) }
}
