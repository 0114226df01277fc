public import Experiment
public import Platform
public import VirtualMachine

/// What a user may set of the migration benchmark.
public struct MigrationOptions: Sendable {
  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// Known pauses against the pauses that the guest's clock tells.
    case calibration
    /// A guest moved from one QEMU to another.
    case migrate
  }

  /// How much is measured.
  public var suite: Suite
  /// Seed of every random choice.
  public var seed: UInt64
  /// The CPUs that both QEMUs share; nil means all allowed ones.
  public var cpus: CPUSet?
  /// Seconds that the guest is watched before and after each migration; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means all.
  public var parts: [Part] = []
  /// Strategies to measure; empty means the suite's.
  public var strategies: [MigrationStrategy.Kind] = []
  /// Pages a second that the guest writes to; empty means the suite's.
  public var dirtyRates: [Int] = []
  /// Bytes of the guest's memory that it writes to in turn; nil means the suite's.
  public var workingSet: Int?
  /// Share of each page that does not compress, 0 to 1.
  public var entropy = 0.5
  /// Links to measure; empty means the suite's.
  public var links: [LinkSpec] = []
  /// The node to which guests go; nil means that they stay on this host.
  public var node: PeerNode?
  /// Seconds that QEMU is told the guest may stand still.
  public var downtimeLimit = usualDowntimeLimit
  /// Whether the user named it.
  public var isLimitNamed = false
  /// Bytes a second that QEMU is told to send at most; 0 is no limit.
  public var bandwidth = 0
  /// Seconds after which a migration that does not converge is cancelled.
  public var timeLimit = 30.0

  /// Everything of a suite.
  public init(suite: Suite, seed: UInt64) {
    self.suite = suite
    self.seed = seed
  }

  func wants(_ part: Part) -> Bool { parts.isEmpty || parts.contains(part) }

  /// Bytes of a page.
  private static let pageSize = 4096
  /// Words of four bytes in a page that can be filled.
  private static let words = 1023

  /// The guest's load at a rate.
  func load(_ dirtyRate: Int) -> DirtyClass {
    DirtyClass(
      pagesPerSecond: Double(dirtyRate), workingSet: chosenWorkingSet / Self.pageSize,
      filledWords: Int((entropy * Double(Self.words)).rounded()))
  }

  /// Bytes that the guest writes to in turn: it must have written to all of them before it is migrated, which takes a
  /// quick suite too long where they are many.
  var chosenWorkingSet: Int { workingSet ?? (suite == .quick ? 8 << 20 : 32 << 20) }

  /// A strategy with the limits.
  func strategy(_ kind: MigrationStrategy.Kind) -> MigrationStrategy {
    MigrationStrategy(kind, downtimeLimit: downtimeLimit, maxBandwidth: Double(bandwidth))
  }

  /// Seconds that the guest may stand still unless the user says: QEMU's own default.
  public static let usualDowntimeLimit = 0.3

  /// Seconds that the quick suite may take with its repeats: more where each guest boots a kernel, and looks at all of its
  /// pages afterwards.
  public static func quickLimit(of system: GuestSystem) -> Double { system == .beacon ? 40 : 240 }

  /// Blocks unless the user says: a migration takes seconds, and three are the fewest for a result.
  public var blocks: Int { suite == .quick ? 3 : suite.blocks }

  /// The pauses that are made to be found, in seconds.
  var calibrationPauses: [Double] {
    suite == .quick ? [0.001, 0.01, 0.05, 0.2] : Array(repeatElement(Calibration.pauses, count: 3).joined())
  }

  /// Seconds that the guest is watched before and after.
  var window: Double {
    if let duration { return duration }
    switch suite {
    case .quick: return 0.3
    case .standard: return 1
    case .thorough: return 2
    }
  }

  /// Whether the user named what to migrate how: then each is measured with each.
  var isCross: Bool { !(strategies.isEmpty && dirtyRates.isEmpty && links.isEmpty) }
}
