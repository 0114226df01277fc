public import VirtualMachine

/// Everything that was measured of one migration. Times are seconds; what could not be measured is nil.
public struct MigrationOutcome: Sendable, Equatable, Codable {
  /// How it ended.
  public enum Ending: String, Sendable, Equatable, Codable {
    /// The guest runs at the destination, and its memory is right.
    case completed
    /// The guest runs at the destination, and its memory is wrong: nothing of this outcome may be used.
    case damaged
    /// It did not converge within its time, and was cancelled.
    case notConverged
    /// The user ended it.
    case cancelled
    /// The destination's QEMU ended in mid-migration.
    case destinationLost
    /// The source's QEMU ended in mid-migration.
    case sourceLost
    /// The channel between them broke.
    case linkLost
    /// QEMU gave up for another reason.
    case failed
  }

  /// How it ended.
  public var ending: Ending
  /// Why, for people; empty when it completed.
  public var reason = ""
  /// How it was done.
  public var strategy: MigrationStrategy
  /// The guest's load.
  public var load: DirtyClass
  /// The guest's memory in MiB.
  public var megabytes: Int
  /// What ran the guest.
  public var accelerator: Accelerator
  /// QEMU's version.
  public var version: String

  /// From `STOP` at the source to `RESUME` at the destination, by QEMU's own time of each, on the source's clock.
  public var pause: Double?
  /// What the clocks of two nodes are known to differ by is off by no more; nil on one host.
  public var clockBound: Double?
  /// The same by when this process heard of them: later by up to the time between two looks (15 ms).
  public var pauseByArrival: Double?
  /// Whether the host's time of day was set meanwhile, so that `pause` is the one by arrival.
  public var clockWasSet = false
  /// How long the guest stood still, by its own clock (`ClockFit`).
  public var guestPause: Double?
  /// `guestPause` is off by less.
  public var guestPauseBound: Double?
  /// The longest time without a beat, from the start of the migration on.
  public var blackout: Double?
  /// Beats while it migrated, the blackout left out; nil where there were too few.
  public var brownout: Brownout?
  /// Beats before it.
  public var baseline: Brownout?
  /// The downtime that QEMU reports.
  public var reportedPause: Double?

  /// From the start of the migration until both ends said that it is over, or until it failed.
  public var total = 0.0
  /// The total that QEMU reports.
  public var reportedTotal: Double?
  /// Its preparation, by QEMU.
  public var setup: Double?
  /// Bytes that QEMU says it sent.
  public var transferred: UInt64?
  /// Bytes that the link carried, where it counts them.
  public var carried: UInt64?
  /// Times that QEMU looked for dirtied pages.
  public var rounds: Int?
  /// Bytes left to send when it was last looked at.
  public var remaining: UInt64?
  /// Whether a post-copy migration was switched over; false when it completed before.
  public var wasSwitched = false

  /// Pages whose every word was found right at the destination.
  public var verifiedPages = 0
  /// Where it did not complete: whether the guest was seen to run on at the source. nil where it was not looked at.
  public var sourceRunsOn: Bool?
  /// What was not measured and why, for people.
  public var notes: [String] = []
  /// How it ran.
  public var timeline = MigrationTimeline()

  init(
    _ ending: Ending, _ strategy: MigrationStrategy, _ options: BeaconGuest.Options, version: QEMUVersion
  ) {
    self.ending = ending
    self.strategy = strategy
    load = DirtyClass(options.settings)
    megabytes = options.megabytes
    accelerator = options.accelerator
    self.version = version.description
  }

  /// Whether its figures may be used.
  public var isValid: Bool { ending == .completed }

  /// Bytes a second over all of it; nil where nothing is known to be sent.
  public var throughput: Double? {
    guard let transferred, total > 0 else { return nil }
    return Double(transferred) / total
  }

  /// The share of the pages that the guest would have written to while it migrated, and did not: 0…1.
  public var pagesLost: Double? {
    guard let brownout else { return nil }
    let wanted = brownout.pagesLost + Double(brownout.pagesWritten)
    return wanted > 0 ? brownout.pagesLost / wanted : 0
  }

  /// How far QEMU's downtime is below the pause of the guest; negative where it is above.
  public var reportedShortfall: Double? {
    guard let guestPause, let reportedPause else { return nil }
    return guestPause - reportedPause
  }

  /// Whether two ways to see the pause, by the guest's clock and by QEMU's events, agree.
  public struct Agreement: Sendable, Equatable, Codable {
    /// |guest pause − pause|.
    public var difference: Double
    /// What it may be: max(1 ms, 3 σ), and what the clocks of two nodes are off by. The bound of the guest's pause, which it is off by less than, is taken for 3 σ:
    /// the strictest reading of it.
    public var allowed: Double
    /// Whether they agree; where they do not, neither is to be trusted.
    public var holds: Bool { difference <= allowed }
  }

  /// nil where one of both was not measured.
  public var agreement: Agreement? {
    guard let guestPause, let guestPauseBound, let pause else { return nil }
    return Agreement(
      difference: abs(guestPause - pause), allowed: max(0.001, guestPauseBound) + (clockBound ?? 0))
  }
}
