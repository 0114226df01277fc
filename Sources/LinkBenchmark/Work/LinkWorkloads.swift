public import Experiment

/// Streams that carry bytes to the other node at once.
public struct BandwidthWorkload: Codable, Sendable, Equatable {
  /// The other node.
  public var target: PeerNode
  /// One sending thread on each; as many streams.
  public var cpus: [Int]
  /// Seconds that do not count: a connection finds out what the link carries.
  public var warmUp: Double
  /// Seconds that count.
  public var window: Double
}

/// Small messages that the other node sends back, one at a time.
public struct LatencyWorkload: Codable, Sendable, Equatable {
  /// The other node.
  public var target: PeerNode
  /// The CPU of the thread that sends and receives.
  public var cpu: Int
  /// Seconds that do not count.
  public var warmUp: Double
  /// Seconds that count.
  public var window: Double
}

/// Connections to the other node, one at a time.
public struct ConnectWorkload: Codable, Sendable, Equatable {
  /// The other node.
  public var target: PeerNode
  /// The CPU of the thread that connects.
  public var cpu: Int
  /// Seconds that count.
  public var window: Double
}

extension WorkerContext {
  /// Runs the measuring, observed. Its threads sleep by design until the other side has done its part; the interrupts and
  /// the kernel's threads that carry the bytes use the CPUs by design as well, and so does the other side where it is on
  /// this host.
  func linkWindow<Result>(on cpus: [Int], _ body: () throws -> Result) rethrows -> Result {
    try window(on: cpus, byDesign: [.switches, .speed, .otherUse], body)
  }
}
