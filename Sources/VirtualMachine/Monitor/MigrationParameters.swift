/// Parameters of a migration (`migrate-set-parameters`); nil leaves one as it is, or says that QEMU told of none.
public struct MigrationParameters: Sendable, Equatable, Codable {
  /// Bytes a second; 0 is no limit. QEMU lifts it for the switchover.
  public var maxBandwidth: UInt64?
  /// Milliseconds that the guest may stand still, 0 to 2,000,000.
  public var downtimeLimit: UInt64?
  /// Bytes a second of post-copy's background; 0 is no limit.
  public var maxPostcopyBandwidth: UInt64?
  /// Bytes a second that the switchover can count on (QEMU 8.2); 0 is QEMU's estimate.
  public var availableSwitchoverBandwidth: UInt64?
  /// Channels of multifd, 1 to 255.
  public var multifdChannels: Int?
  /// `none`, `zlib` or `zstd`.
  public var multifdCompression: String?
  /// 0 to 9.
  public var multifdZlibLevel: Int?
  /// 0 to 20.
  public var multifdZstdLevel: Int?
  /// Bytes, a power of two.
  public var xbzrleCacheSize: UInt64?
  /// Percent that auto-converge begins with.
  public var cpuThrottleInitial: Int?
  /// Percent that it adds.
  public var cpuThrottleIncrement: Int?
  /// Percent that it ends with.
  public var maxCPUThrottle: Int?

  /// Nothing set.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case maxBandwidth = "max-bandwidth"
    case downtimeLimit = "downtime-limit"
    case maxPostcopyBandwidth = "max-postcopy-bandwidth"
    case availableSwitchoverBandwidth = "avail-switchover-bandwidth"
    case multifdChannels = "multifd-channels"
    case multifdCompression = "multifd-compression"
    case multifdZlibLevel = "multifd-zlib-level"
    case multifdZstdLevel = "multifd-zstd-level"
    case xbzrleCacheSize = "xbzrle-cache-size"
    case cpuThrottleInitial = "cpu-throttle-initial"
    case cpuThrottleIncrement = "cpu-throttle-increment"
    case maxCPUThrottle = "max-cpu-throttle"
  }
}
