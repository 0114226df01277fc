public import Platform

/// A guest with a disk that goes from member to member of a network and back by one, hop by hop in the stages of
/// operators, each timed and judged.
///
///     let lab = try NetworkLab(members: route.names.count, rate: 125e6)
///     defer { lab.close() }
///     let outcome = try ChainRun(run, try ChainRoute("A,B,C,A")).walk(over: lab)
///
/// A stage that fails ends the chain: before the guest has moved it runs on where it is, afterwards where it has come to.
/// Call it from a thread that lives as long as the guests: the kernel ends them with the thread that started them.
public struct ChainRun: Sendable {
  /// The guest, how it is moved, and how long that may take; `limits.migration` only where no threshold says it.
  public var run: MigrationRun
  /// The way.
  public var route: ChainRoute
  /// What the stages must keep.
  public var thresholds = StageThresholds.standard
  /// Bytes of the guest's disk, a multiple of 64 KiB.
  public var diskBytes = usualDiskBytes
  /// Seed of the disk's content.
  public var seed: UInt64 = 1
  /// Told when a stage begins, with the label of its hop; on the calling thread.
  public var onStage: (@Sendable (Stage, String) -> Void)?

  /// Bytes of the disk unless the user says.
  public static let usualDiskBytes = 16 << 20
  /// Bytes that are written to the disk in each hop while it is followed.
  static let written = 64 << 10
  /// Sizes of the disk are multiples of it.
  public static let diskStep = written

  /// A chain.
  public init(_ run: MigrationRun, _ route: ChainRoute) {
    self.run = run
    self.route = route
  }

  /// Goes all the way. Nothing is left of any QEMU or image, however this returns; the network is the caller's.
  ///
  /// - Parameters:
  ///   - lab: with as many members as the route has, at least.
  ///   - interruption: ends it early, from any thread.
  /// - Throws: `MigrationError`, when the guest could not be started, or an end was asked for between two migrations.
  public func walk(over lab: NetworkLab, interruption: Interruption = Interruption()) throws(MigrationError)
    -> ChainOutcome
  {
    guard lab.count >= route.names.count else {
      throw MigrationError(
        .failed, "a network of \(lab.count) members for a chain of \(route.names.count): make a larger one")
    }
    let walk = try ChainWalk(self, lab, interruption)
    defer { walk.end() }
    return try walk.run()
  }
}
