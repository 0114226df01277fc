public import Platform

/// The bytes that loads work on.
public struct IORange: Codable, Sendable, Equatable {
  /// The file or device.
  public var path: String
  /// Bytes from the beginning.
  public var byteCount: UInt64
  /// Whether it may be written to.
  public var mayWrite: Bool
  /// Whether it is the tool's own file, which is reached through a link of the kernel's.
  public var isOwn: Bool

  /// A range of a file.
  public init(path: String, byteCount: UInt64, mayWrite: Bool, isOwn: Bool) {
    self.path = path
    self.byteCount = byteCount
    self.mayWrite = mayWrite
    self.isOwn = isOwn
  }
}

/// Loads that one process measures one after the other.
public struct LoadsWorkload: Codable, Sendable, Equatable {
  /// What they work on.
  public var range: IORange
  /// In the order of measuring.
  public var loads: [IOLoad]
  /// CPUs that the queues' threads may run on.
  public var cpus: CPUSet
  /// Labels beyond those of the loads.
  public var labels: [String: String] = [:]
  /// Seconds of each load's window.
  public var window: Double
  /// How each load is brought to a steady state before.
  public var settling: SteadyState.Rule
  /// Seed of the order of the blocks.
  public var seed: UInt64
}
