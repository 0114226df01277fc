/// How fast the guest dirties its memory, as QEMU measures it (`query-dirty-rate`).
public struct DirtyRate: Sendable, Equatable, Decodable {
  /// How far the measurement is.
  public enum Status: String, Sendable, Equatable, Decodable {
    /// None was started.
    case unstarted
    /// It runs.
    case measuring
    /// It is done.
    case measured
  }

  /// How far it is.
  public let status: Status
  /// Mebibytes a second; nil before it is done.
  public let megabytesPerSecond: Int64?
  /// Its length: seconds.
  public let seconds: Int
  /// How it measures: `page-sampling`, `dirty-bitmap`, `dirty-ring`; nil where QEMU is too old to say.
  public let mode: String?

  private enum CodingKeys: String, CodingKey {
    case status, mode
    case megabytesPerSecond = "dirty-rate"
    case seconds = "calc-time"
  }
}
