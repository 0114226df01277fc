public import Platform
public import VirtualMachine

/// One migration, with everything that is measured of it.
///
///     let run = MigrationRun(BeaconGuest.Options(settings), MigrationStrategy(.precopy))
///     let link = try LinkSpec.none.open()
///     defer { link.close() }
///     let outcome = try run.run(over: link)
///
/// Call it from a thread that lives as long as the guests: the kernel ends them with the thread that started them.
public struct MigrationRun: Sendable {
  /// How long things may take, in seconds.
  public struct Limits: Sendable, Equatable {
    /// Until a QEMU is up and its guest has written to all of its pages.
    public var start = 30.0
    /// Of beats before the migration.
    public var baseline = 0.6
    /// The migration: one that takes longer is cancelled and counts as one that does not converge.
    public var migration = 60.0
    /// Of beats after it.
    public var after = 0.6
    /// Until QEMU has cancelled it, or has said its last about it.
    public var ending = 10.0

    /// The usual ones.
    public init() {}
  }

  /// Both guests.
  public var options: BeaconGuest.Options
  /// How it is done.
  public var strategy: MigrationStrategy
  /// How long things may take.
  public var limits: Limits

  /// A migration.
  public init(_ options: BeaconGuest.Options, _ strategy: MigrationStrategy, _ limits: Limits = Limits()) {
    self.options = options
    self.strategy = strategy
    self.limits = limits
  }

  /// Starts a guest, migrates it, and ends it. Nothing is left of either QEMU, however this returns; the link is the
  /// caller's.
  ///
  /// - Parameter interruption: ends it early, from any thread.
  /// - Throws: `MigrationError`, when there was no migration.
  public func run(over link: any MigrationLink, interruption: Interruption = Interruption())
    throws(MigrationError) -> MigrationOutcome
  {
    let source = try startSource(over: link, interruption: interruption)
    defer { source.end() }
    let end = try hop(from: source, over: link, interruption: interruption)
    end.destination?.end()
    return end.outcome
  }

  /// Starts the guest of the first hop, and waits until it has written to all of its pages.
  ///
  /// - Throws: `MigrationError`: `noRoom` before anything is started where two guests do not fit; `missing`; `tooOld`;
  ///   `noBeat`; `interrupted`.
  public func startSource(over link: any MigrationLink, interruption: Interruption = Interruption())
    throws(MigrationError) -> BeaconGuest
  {
    try MigrationError.wrapping {
      try BeaconRoom.check(guests: link.guestsHere, megabytes: options.megabytes)
    }
    let guest = try MigrationError.wrapping {
      try link.inNetwork(of: .source) {
        try BeaconGuest(.source, options, within: .seconds(limits.start))
      }
    }
    guard guest.version >= strategy.leastVersion else {
      throw MigrationError(
        .tooOld,
        "\(guest.process.path) is QEMU \(guest.version), and \(strategy.kind.rawValue) needs "
          + "\(strategy.leastVersion) or newer; name a newer one, or take another strategy")
    }
    try MigrationError.wrapping {
      try options.system.check(version: guest.version, accelerator: options.accelerator)
    }
    let pages = options.settings.pages
    _ = try Patience(interruption: interruption).beat(
      of: guest, within: limits.start, "beat after its pages were written"
    ) { $0.record.sequence > 0 && $0.record.writes(of: pages) >= pages }
    return guest
  }

  /// A migration's outcome, and the guest where it runs now.
  public struct Hop {
    /// What was measured.
    public var outcome: MigrationOutcome
    /// The destination, running: the source of the next hop. nil where the guest is not there, or its memory is wrong.
    public var destination: BeaconGuest?
  }

  /// Migrates a guest that runs: first or next hop of a chain. Where it completed, the source has stopped for good, and
  /// letting go of it ends it; else it was left running.
  ///
  /// - Throws: `MigrationError`, when there was no migration: the source runs on.
  public func hop(
    from source: BeaconGuest, over link: any MigrationLink, interruption: Interruption = Interruption()
  ) throws(MigrationError) -> Hop {
    let destination = try startDestination(for: source, options, over: link)
    do throws(MigrationError) {
      var outcome = try move(source, to: destination, over: link, interruption: interruption)
      if outcome.ending == .completed { verify(destination, &outcome, from: source) }
      if outcome.ending == .completed { return Hop(outcome: outcome, destination: destination) }
      destination.end()
      return Hop(outcome: outcome, destination: nil)
    } catch {
      destination.end()
      throw error
    }
  }

  /// Migrates a guest to a destination that listens, and measures it; the guest's memory is not checked yet. Either guest
  /// is the caller's to end.
  ///
  /// - Parameter switchover: runs while the guest stands still at the source, before the destination takes it over; what
  ///   it throws cancels the migration. Both ends must have been prepared for it.
  /// - Throws: `MigrationError`, when there was no migration: the source runs on.
  func move(
    _ source: BeaconGuest, to destination: BeaconGuest, over link: any MigrationLink,
    interruption: Interruption, switchover: (() throws -> Void)? = nil
  ) throws(MigrationError) -> MigrationOutcome {
    let patience = Patience(interruption: interruption)
    let baseline = Clock.now()
    try patience.beats(
      of: source, until: baseline + UInt64(limits.baseline * 1e9), within: limits.baseline + limits.start)
    let carried = link.carriedBytes
    let watch = MigrationWatch(source, destination, isPostcopy: strategy.isPostcopy, interruption, switchover)
    let end = watch.run(to: link.outgoing, within: limits.migration)
    var outcome = MigrationOutcome(.completed, strategy, options, version: source.version)
    do throws(MigrationError) { try conclude(end, watch, patience, &outcome) } catch {
      // The guest has moved and is not heard: the same as a destination that is lost.
      outcome.ending = error.kind == .interrupted ? .cancelled : .destinationLost
      outcome.reason = error.description
    }
    if let before = carried, let after = link.carriedBytes { outcome.carried = after - before }
    OutcomeFigures(watch, since: baseline).fill(&outcome)
    return outcome
  }

  /// The other end, listening.
  ///
  /// - Parameters:
  ///   - options: what it is made of.
  ///   - isPaused: whether the migration waits before the switchover, at both ends.
  func startDestination(
    for source: BeaconGuest, _ options: BeaconGuest.Options, over link: any MigrationLink,
    isPaused: Bool = false
  ) throws(MigrationError) -> BeaconGuest {
    let address = link.incoming
    if address.hasPrefix("unix:"), Files.exists(String(address.dropFirst(5))) {
      // QEMU would remove what is there.
      throw MigrationError(
        .addressTaken, "\(address.dropFirst(5)) is there already; remove it, or open another link")
    }
    let guest = try MigrationError.wrapping {
      try link.startDestination(options, within: .seconds(limits.start))
    }
    var capabilities = strategy.capabilities
    if isPaused { capabilities[.pauseBeforeSwitchover] = true }
    for end in [source, guest] {
      do { try end.prepareMigration(capabilities, parameters) } catch {
        guard case .refused = error else { throw MigrationError(error) }
        throw MigrationError(
          .notMeasurable,
          "\(strategy.kind.rawValue) cannot be measured here with QEMU \(end.version): \(error)"
            + (strategy.isPostcopy
              ? "; post-copy needs userfaultfd: run it as root, or set vm.unprivileged_userfaultfd=1"
              : "; take another strategy or another QEMU"))
      }
    }
    do { try guest.monitor.migrateIncoming(at: address) } catch {
      guard case .refused(_, _, let reason) = error else { throw MigrationError(error) }
      throw MigrationError(
        .addressTaken, "the destination cannot listen at \(address): \(reason); open another link")
    }
    return guest
  }

  /// Bytes a second until a post-copy migration is switched over. Whether it was asked to, QEMU looks between two bursts
  /// of up to 50 ms, in which a small guest is sent whole; its own limit ends a burst, and the next begins 100 ms later.
  private static let rateBeforeSwitch: UInt64 = 4 << 20

  private var parameters: MigrationParameters {
    var parameters = strategy.parameters
    if strategy.isPostcopy { parameters.maxBandwidth = Self.rateBeforeSwitch }
    return parameters
  }
}
