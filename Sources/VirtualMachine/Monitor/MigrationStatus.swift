/// A migration's state by QEMU's word; words that are not known here stay as they are.
public struct MigrationStatus: RawRepresentable, Sendable, Hashable, Codable {
  /// QEMU's word.
  public let rawValue: String

  /// By QEMU's word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Being prepared.
  public static let setup = MigrationStatus(rawValue: "setup")
  /// Pre-copy.
  public static let active = MigrationStatus(rawValue: "active")
  /// Before the switchover, waiting for `continueMigration`.
  public static let preSwitchover = MigrationStatus(rawValue: "pre-switchover")
  /// The devices' state is being sent.
  public static let device = MigrationStatus(rawValue: "device")
  /// The guest runs at the destination, and pages follow.
  public static let postcopyActive = MigrationStatus(rawValue: "postcopy-active")
  /// The link was lost in post-copy.
  public static let postcopyPaused = MigrationStatus(rawValue: "postcopy-paused")
  /// Being cancelled.
  public static let cancelling = MigrationStatus(rawValue: "cancelling")
  /// Cancelled: the source runs.
  public static let cancelled = MigrationStatus(rawValue: "cancelled")
  /// Done.
  public static let completed = MigrationStatus(rawValue: "completed")
  /// Failed.
  public static let failed = MigrationStatus(rawValue: "failed")

  /// Whether nothing more will come of this migration by itself.
  public var isFinal: Bool { [.completed, .failed, .cancelled].contains(self) }
}

/// What a migration may do, by QEMU's words. A QEMU that lacks one refuses it.
public enum MigrationCapability: String, Sendable, Hashable, CaseIterable, Codable {
  /// `MIGRATION` and `MIGRATION_PASS` events.
  case events
  /// The destination answers, without which the reported downtime is too short.
  case returnPath = "return-path"
  /// Slows the guest down until it converges.
  case autoConverge = "auto-converge"
  /// Sends differences of pages.
  case xbzrle
  /// Several channels.
  case multifd
  /// Post-copy, by `startPostcopy`.
  case postcopy = "postcopy-ram"
  /// Pages that the guest waits for overtake the others (QEMU 7.1).
  case postcopyPreempt = "postcopy-preempt"
  /// Measures how long the guest waits for pages.
  case postcopyBlocktime = "postcopy-blocktime"
  /// Waits for `continueMigration`.
  case pauseBeforeSwitchover = "pause-before-switchover"
}
