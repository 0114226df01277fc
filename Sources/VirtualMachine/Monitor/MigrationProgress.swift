/// How a migration stands (`query-migrate`); nil for what QEMU does not say in this state, this version or this mode.
public struct MigrationProgress: Sendable, Equatable, Decodable {
  /// The state; nil when there was no migration.
  public let status: MigrationStatus?
  /// Why it failed.
  public let errorDescription: String?
  /// Milliseconds since its start; of all of it once it is over.
  public let totalTime: Int?
  /// Milliseconds that QEMU says the guest stood still.
  public let downtime: Int?
  /// Milliseconds that QEMU expects while it runs.
  public let expectedDowntime: Int?
  /// Milliseconds of preparation.
  public let setupTime: Int?
  /// The guest's memory.
  public let ram: RAM?
  /// Xbzrle, where it is on.
  public let xbzrle: Xbzrle?
  /// Percent of its time that auto-converge takes from the guest.
  public let throttlePercent: Int?
  /// Milliseconds that all of the guest's processors together waited for pages in post-copy.
  public let postcopyBlocktime: Int?
  /// Why this machine cannot be migrated now.
  public let blockedReasons: [String]?

  private enum CodingKeys: String, CodingKey {
    case status, downtime, ram
    case errorDescription = "error-desc"
    case totalTime = "total-time"
    case expectedDowntime = "expected-downtime"
    case setupTime = "setup-time"
    case xbzrle = "xbzrle-cache"
    case throttlePercent = "cpu-throttle-percentage"
    case postcopyBlocktime = "postcopy-blocktime"
    case blockedReasons = "blocked-reasons"
  }

  /// What was sent of the guest's memory and what is left; in bytes where nothing else is said.
  public struct RAM: Sendable, Equatable, Decodable {
    /// Sent.
    public let transferred: UInt64
    /// Left to send; what the guest dirties meanwhile comes on top.
    public let remaining: UInt64
    /// The guest's memory.
    public let total: UInt64
    /// Pages of one byte value only.
    public let duplicate: UInt64?
    /// Whole pages.
    public let normal: UInt64?
    /// Bytes in whole pages.
    public let normalBytes: UInt64?
    /// Pages a second that the guest dirties, by the last round.
    public let dirtyPagesRate: UInt64?
    /// Megabits a second.
    public let mbps: Double?
    /// Rounds so far.
    public let dirtySyncCount: UInt64?
    /// Of a page.
    public let pageSize: UInt64?
    /// Through multifd's channels.
    public let multifdBytes: UInt64?
    /// Pages a second that are sent.
    public let pagesPerSecond: UInt64?
    /// Pages that the destination asked for.
    public let postcopyRequests: UInt64?
    /// Sent while the guest ran at the source.
    public let precopyBytes: UInt64?
    /// Sent while it stood still.
    public let downtimeBytes: UInt64?
    /// Sent while it ran at the destination.
    public let postcopyBytes: UInt64?

    private enum CodingKeys: String, CodingKey {
      case transferred, remaining, total, duplicate, normal, mbps
      case normalBytes = "normal-bytes"
      case dirtyPagesRate = "dirty-pages-rate"
      case dirtySyncCount = "dirty-sync-count"
      case pageSize = "page-size"
      case multifdBytes = "multifd-bytes"
      case pagesPerSecond = "pages-per-second"
      case postcopyRequests = "postcopy-requests"
      case precopyBytes = "precopy-bytes"
      case downtimeBytes = "downtime-bytes"
      case postcopyBytes = "postcopy-bytes"
    }
  }

  /// What xbzrle saved.
  public struct Xbzrle: Sendable, Equatable, Decodable {
    /// Bytes of its cache.
    public let cacheSize: UInt64
    /// Bytes sent as differences.
    public let bytes: UInt64
    /// Pages sent as differences.
    public let pages: UInt64
    /// Pages that were not in the cache.
    public let cacheMiss: UInt64
    /// Part of the lookups that missed, 0 to 1.
    public let cacheMissRate: Double?
    /// Raw size over size as differences.
    public let encodingRate: Double?
    /// Pages whose difference was longer than they are.
    public let overflow: UInt64

    private enum CodingKeys: String, CodingKey {
      case bytes, pages, overflow
      case cacheSize = "cache-size"
      case cacheMiss = "cache-miss"
      case cacheMissRate = "cache-miss-rate"
      case encodingRate = "encoding-rate"
    }
  }
}
