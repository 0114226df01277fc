/// What a layout is for, and how far it may go.
///
///     let options = try LayoutOptions(goal: .density, overcommit: 3)
public struct LayoutOptions: Sendable, Equatable {
  /// Virtual CPUs a CPU that can be asked for.
  public static let overcommits = 1...16
  /// Virtual CPUs a CPU where density is the goal and nothing else is said: where a guest that is idle three quarters of
  /// the time still finds a free CPU on average.
  public static let usualOvercommit = 4

  /// What it is for.
  public let goal: LayoutGoal
  /// Virtual CPUs a CPU: 1 but for density. Memory is never promised twice.
  public let overcommit: Int
  /// The state of the partitions that guests have for themselves: `isolated`, or `root`, which goes on balancing tasks
  /// within the partition, for guests whose threads nobody pins.
  public let exclusivePartition: CPULayout.Partition.Kind

  /// The usual options of a goal.
  public init(_ goal: LayoutGoal) {
    self.goal = goal
    overcommit = goal == .density ? Self.usualOvercommit : 1
    exclusivePartition = .isolated
  }

  /// Options as asked for.
  ///
  /// - Throws: `LayoutProblem` where they contradict each other or are out of range.
  public init(
    goal: LayoutGoal, overcommit: Int? = nil, exclusivePartition: CPULayout.Partition.Kind? = nil
  ) throws(LayoutProblem) {
    let usual = LayoutOptions(goal)
    if let overcommit {
      guard Self.overcommits.contains(overcommit) else {
        throw LayoutProblem(
          "an overcommit of \(overcommit) is out of range: take \(Self.overcommits.lowerBound) to"
            + " \(Self.overcommits.upperBound) virtual CPUs a CPU")
      }
      guard goal == .density || overcommit == 1 else {
        throw LayoutProblem(
          "an overcommit of \(overcommit) contradicts the goal \(goal.rawValue), where every virtual CPU has a CPU;"
            + " take the goal density")
      }
    }
    if let exclusivePartition {
      guard exclusivePartition != .member else {
        throw LayoutProblem("a partition of kind member has nothing for itself; take isolated or root")
      }
      guard goal == .latency else {
        throw LayoutProblem(
          "the goal \(goal.rawValue) shares its CPUs and makes no \(exclusivePartition.rawValue) partition;"
            + " take the goal latency")
      }
    }
    self.goal = goal
    self.overcommit = overcommit ?? usual.overcommit
    self.exclusivePartition = exclusivePartition ?? usual.exclusivePartition
  }

  // MARK: Rules

  /// Whether a guest has its cores for itself.
  var isExclusive: Bool { goal == .latency }

  /// Cores of a node from which on some are kept for the host alone.
  var coresForHousekeeping: Int { isExclusive ? 2 : 4 }

  /// Cores of a node, that has enough of them, that are kept for the host alone. Interrupts, kernel threads and the
  /// emulators of guests grow with what runs beside them, so large nodes keep more.
  func housekeepingCores(of cores: Int) -> Int {
    let each = isExclusive ? 32 : 64
    return min(max(1, (cores + each - 1) / each), cores - 1)
  }

  /// Bytes of a node that are left to the host: a sixteenth, at least 512 MiB, which the kernel's own tables (1.6 % for
  /// the page structures alone), emulators and page cache need.
  static func reservedBytes(of bytes: UInt64) -> UInt64 { min(bytes, max(512 << 20, bytes / 16)) }
}
