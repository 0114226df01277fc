public import Platform

/// A QEMU with a guest that beats: its monitor, its beats, its memory. For one thread, which has to outlive it; letting
/// go of it ends it, and nothing is left: what it boots are files in memory, and its sockets are inherited.
///
/// The destination of a migration may be at another node, where a `GuestServer` holds it.
public final class BeaconGuest {
  /// Which end of a migration it is at first.
  public enum Role: Sendable, Equatable {
    /// It boots.
    case source
    /// It waits for a machine to come (`-incoming defer`).
    case destination
  }

  /// What it is made of.
  public struct Options: Sendable, Equatable {
    /// What it does.
    public var settings: BeaconSettings
    /// What runs in it.
    public var system: GuestSystem
    /// Its memory in MiB, at least `system.leastMegabytes(settings)`.
    public var megabytes: Int
    /// What runs its instructions.
    public var accelerator: Accelerator
    /// QEMU's program; nil finds it in PATH.
    public var qemuPath: String?
    /// What QEMU is told besides: a disk, memory that is taken at once.
    public var additions: [String] = []

    /// Options.
    ///
    /// - Parameter megabytes: nil takes the least.
    public init(
      _ settings: BeaconSettings, system: GuestSystem = .beacon, megabytes: Int? = nil,
      accelerator: Accelerator = .tcg, qemuPath: String? = nil
    ) {
      self.settings = settings
      self.system = system
      self.megabytes = megabytes ?? system.leastMegabytes(settings)
      self.accelerator = accelerator
      self.qemuPath = qemuPath
    }
  }

  /// Memory that is older than what the guest said before.
  public struct StaleMemory: Error, Sendable, Equatable, CustomStringConvertible {
    /// What it holds.
    public var state: BeaconMemory.State
    /// What the guest said.
    public var record: BeaconRecord

    /// For people.
    public var description: String {
      "the guest's memory is an old one: it holds pass \(state.pass) up to page \(state.written), and the guest said "
        + "before that it was in pass \(record.pass) at page \(record.page)"
    }
  }

  /// What it is made of.
  public let options: Options
  /// QEMU, here or at another node.
  public let process: any GuestProcess
  /// Its monitor.
  public let monitor: QMPConnection
  /// What it says it is.
  public let version: QEMUVersion
  /// Hears its beats.
  public let listener: BeatListener
  /// When QEMU was started (`Clock.now()`).
  public let launch: UInt64
  private let place: Place
  private var capabilities: Set<MigrationCapability> = []

  /// Starts it and waits until its monitor answers; the guest itself has said nothing then.
  ///
  /// - Throws: `TwinError` of kind `missing` without QEMU, `badRequest` for too little memory; `MonitorError` when it does
  ///   not come up; `SystemError`.
  public init(_ role: Role, _ options: Options, within limit: Duration = .seconds(30)) throws {
    self.options = options
    let pair = try SocketPair()
    let beats = try SocketPair()
    listener = try BeatListener(to: beats.near)
    launch = Clock.now()
    let (child, medium) = try Self.launch(
      role, options, QEMU(path: options.qemuPath), monitor: pair.far, beats: beats.far)
    process = child
    place = .here(medium)
    monitor = QMPConnection(pair.near, of: child)
    version = try monitor.negotiate(within: limit)
  }

  /// A destination at another node, ordered there.
  ///
  /// - Parameters:
  ///   - address: of the `GuestServer`.
  ///   - seconds: after which the server ends it in any case.
  /// - Throws: `TwinError` of kind `badRequest` when it is refused there; `MonitorError` when it does not come up;
  ///   `SystemError` and others for the connection.
  public init(at address: NetworkAddress, _ options: Options, holding seconds: Double, within limit: Duration)
    throws
  {
    self.options = options
    launch = Clock.now()
    let (guest, monitor, beats) = try RemoteGuest.order(GuestOrder(options, seconds: seconds), at: address)
    process = guest
    place = .elsewhere(guest)
    listener = try BeatListener(to: beats)
    self.monitor = QMPConnection(monitor, of: guest)
    version = try self.monitor.negotiate(within: limit)
  }

  /// Starts QEMU for whoever has the other ends of its connections.
  static func launch(
    _ role: Role, _ options: Options, _ qemu: QEMU, monitor: InheritedDescriptor, beats: InheritedDescriptor
  ) throws -> (ChildProcess, BootMedium) {
    let least = options.system.leastMegabytes(options.settings)
    guard options.megabytes >= least else {
      throw TwinError(
        .badRequest,
        "a guest of \(options.megabytes) MiB has no room for \(options.settings.pages) pages; give it "
          + "\(least) MiB or more")
    }
    let medium = try BootMedium(options.system, options.settings)
    let child = try MonitoredQEMU.launch(
      qemu,
      medium.arguments(
        accelerator: options.accelerator, beats: Int32(MonitoredQEMU.firstDescriptor),
        megabytes: options.megabytes) + (role == .destination ? ["-incoming", "defer"] : [])
        + options.additions,
      monitor: monitor, inheriting: [beats])
    return (child, medium)
  }

  /// Where it runs, with what it needs there or is asked by.
  private enum Place {
    case here(BootMedium)
    case elsewhere(RemoteGuest)
  }

  deinit { end() }

  /// Ends it and waits for that, and stops listening. More calls do nothing.
  public func end() {
    process.terminate()
    listener.stop()
  }

  /// Whether it is at another node.
  public var isElsewhere: Bool { if case .elsewhere = place { true } else { false } }

  /// How far its node's time of day is ahead of this one's; nil for a guest of this host, which has the same.
  ///
  /// - Throws: where the node does not answer.
  public func clockDifference() throws -> ClockDifference? {
    guard case .elsewhere(let guest) = place else { return nil }
    return try guest.clockDifference()
  }

  /// Sets what its next migration does: turns on what is wanted and turns off what an earlier one had.
  public func prepareMigration(_ wanted: [MigrationCapability: Bool], _ parameters: MigrationParameters)
    throws(MonitorError)
  {
    let on = Set(wanted.filter(\.value).keys)
    // One by one is no way: some are refused without others, and none that this QEMU does not know may be named.
    var states = Dictionary(uniqueKeysWithValues: on.map { ($0, true) })
    for capability in capabilities.subtracting(on) { states[capability] = false }
    try monitor.setMigrationCapabilities(states)
    capabilities = on
    try monitor.setMigrationParameters(parameters)
  }

  /// The beacon's pages as they are now, of a guest of this host; it should stand still. Those of a Linux guest are elsewhere.
  public func dump(within limit: Duration = .seconds(60)) throws -> [UInt8] {
    let memory = options.settings.memory
    guard !memory.isEmpty else { return [] }
    let file = try MemoryFile()
    try monitor.pmemsave(
      UInt64(memory.lowerBound), size: UInt64(memory.count), to: file.pathForOthers, within: limit)
    return try file.last(memory.count)
  }

  /// Checks the memory of a guest that runs on afterwards: a beacon is stopped for it, and Linux looks at its pages itself.
  ///
  /// - Parameter seconds: what a Linux guest may take for all of them, since it began to run here.
  /// - Returns: the pages that were found right.
  /// - Throws: what `verify` throws; `GuestDamage`; `TwinError` of kind `timeLimit`, or `powerLost` when a Linux guest is
  ///   gone.
  public func checkMemory(within seconds: Double) throws -> Int {
    if case .here(.linux(let guest)) = place {
      return try guest.verify(listener, since: 0, within: seconds)
    }
    _ = try verify()
    try monitor.cont()
    return options.settings.pages
  }

  /// Stops a beacon and checks every word of its pages; it stays stopped.
  ///
  /// - Throws: `BeaconMemory.Damage`; `StaleMemory`; `MonitorError`; `SystemError`.
  public func verify() throws -> BeaconMemory.State {
    let settings = options.settings
    let last = listener.beats.last?.record
    try monitor.stop()
    let state =
      switch place {
      case .here: try BeaconMemory.verify(try dump(), settings)
      case .elsewhere(let guest): try guest.check(settings, by: monitor)
      }
    if let last, !state.reaches(last, settings) { throw StaleMemory(state: state, record: last) }
    return state
  }
}
