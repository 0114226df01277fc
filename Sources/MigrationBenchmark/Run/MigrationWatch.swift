internal import Platform
internal import VirtualMachine

/// Starts a migration and looks at it until it is over: what QEMU says at both ends, and when.
final class MigrationWatch {
  /// How it came to an end, as far as QEMU tells.
  enum End: Equatable {
    case completed
    /// QEMU's word, where it gave one.
    case failed(String?)
    case lost(LinkSide, String)
    /// In post-copy: both ends wait for a channel that does not come back.
    case paused
    case interrupted
    case timeOver
  }

  /// A QEMU that does not answer any more.
  struct Lost: Error {
    let side: LinkSide
    let reason: String
  }

  /// Between two looks.
  private static let pause: Duration = .milliseconds(15)
  /// QEMU answers at once unless it writes a device's state.
  private static let longestRest: Duration = .seconds(5)

  let source: BeaconGuest
  let destination: BeaconGuest
  private let isPostcopy: Bool
  private let interruption: Interruption
  /// What is done while the guest stands still before the switchover; once.
  private var switchover: (() throws -> Void)?
  /// When it was started, and when it was seen to be over (`Clock.now()`).
  private(set) var start: UInt64 = 0
  private(set) var over: UInt64 = 0
  /// How far the time of day was ahead then.
  private(set) var offsets: (before: Int64, after: Int64) = (0, 0)
  /// How far the destination's time of day is ahead, where it is another node's and could be asked.
  private(set) var clockDifference: ClockDifference?
  private(set) var points: [MigrationTimeline.Point] = []
  /// The last that had figures.
  private(set) var progress: MigrationProgress?
  private(set) var events: [LinkSide: [QMPEvent]] = [.source: [], .destination: []]
  private var status: MigrationStatus?
  private var askedForPostcopy = false

  init(
    _ source: BeaconGuest, _ destination: BeaconGuest, isPostcopy: Bool, _ interruption: Interruption,
    _ switchover: (() throws -> Void)? = nil
  ) {
    self.source = source
    self.destination = destination
    self.isPostcopy = isPostcopy
    self.interruption = interruption
    self.switchover = switchover
  }

  /// Whether the guest runs at the destination while its pages follow.
  var isSwitched: Bool {
    events[.source, default: []].contains { event in
      event.name == "MIGRATION" && (try? event.migrationStatus) == .postcopyActive
    }
  }

  /// Starts it and follows it.
  func run(to address: String, within seconds: Double) -> End {
    offsets.before = Clock.realTimeOffset()
    start = Clock.now()
    defer {
      over = Clock.now()
      offsets.after = Clock.realTimeOffset()
    }
    // What happened before it is not part of it; an end that is lost is told by the first look.
    for guest in [source, destination] { _ = try? guest.monitor.takeEvents() }
    start = Clock.now()
    do { try source.monitor.migrate(to: address) } catch {
      guard case .refused(_, _, let reason) = error else { return .lost(.source, "\(error)") }
      return .failed(reason)
    }
    let deadline = Deadline.after(.seconds(seconds))
    while true {
      if let end = step() { return end }
      if interruption.isRequested { return .interrupted }
      if deadline.isOver { return .timeOver }
    }
  }

  /// Looks once, and where it is not over waits for the next change of the state, or a little.
  func step() -> End? {
    do throws(Lost) {
      if let end = try look() { return end }
      try wait()
      return nil
    } catch { return .lost(error.side, error.reason) }
  }

  /// Looks once.
  private func look() throws(Lost) -> End? {
    if let end = destination.process.ended {
      return .lost(.destination, Self.words(end, destination))
    }
    let now = try ask(.source) { monitor throws(MonitorError) in try monitor.queryMigration() }
    note(now)
    switch now.status {
    case .completed?:
      let other = try ask(.destination) { monitor throws(MonitorError) in try monitor.queryMigration() }
      return other.status == .completed ? .completed : nil
    case .failed?: return .failed(now.errorDescription)
    case .cancelled?: return .failed("it was cancelled")
    case .postcopyPaused?: return .paused
    case .preSwitchover?: return try passSwitchover()
    default: break
    }
    // At once: whatever is sent before it is pre-copy, and a guest that is soon copied would never be switched over.
    if isPostcopy, !askedForPostcopy, now.status == .active {
      do {
        try source.monitor.startPostcopy()
        askedForPostcopy = true
      } catch {
        // Completed meanwhile: the next look tells.
        guard case .refused = error else { throw Lost(side: .source, reason: "\(error)") }
      }
    }
    return nil
  }

  /// Does what is to be done before the switchover, and lets it go on; cancels it where that failed.
  private func passSwitchover() throws(Lost) -> End? {
    guard let work = switchover else { return nil }
    switchover = nil
    do { try work() } catch {
      let reason = "\(error)"
      try ask(.source) { monitor throws(MonitorError) in try monitor.cancelMigration() }
      return .failed(reason)
    }
    try ask(.source) { monitor throws(MonitorError) in try monitor.continueMigration() }
    return nil
  }

  /// Waits for the next change of the state, or a little.
  func wait() throws(Lost) {
    let side: LinkSide = status == .completed ? .destination : .source
    try listen("MIGRATION", of: side, within: Self.pause)
  }

  /// Waits for an event, and keeps it with all others that came.
  private func listen(_ name: String, of side: LinkSide, within limit: Duration) throws(Lost) {
    do {
      events[side, default: []].append(try guest(side).monitor.event(named: name, within: limit))
    } catch {
      guard case .timeLimit = error else { throw lost(side, error) }
    }
    events[.source, default: []] += try ask(.source) { monitor throws(MonitorError) in
      try monitor.takeEvents()
    }
    // A destination that is gone is told by the next look.
    events[.destination, default: []] += (try? destination.monitor.takeEvents()) ?? []
  }

  /// After it has completed: waits until the destination has said that it runs, and the source all its figures.
  func settle() throws(Lost) {
    // Close to the events that are put on our clock by it; without it they are taken by their arrival.
    clockDifference = (try? destination.clockDifference()) ?? nil
    let deadline = Deadline.after(Self.longestRest)
    while event("RESUME", of: .destination) == nil, !deadline.isOver {
      try listen("RESUME", of: .destination, within: Self.pause)
    }
    while progress?.totalTime ?? 0 == 0 || status != .completed, !deadline.isOver {
      note(try ask(.source) { monitor throws(MonitorError) in try monitor.queryMigration() })
      try listen("MIGRATION", of: .source, within: Self.pause)
    }
    while completion(of: .destination) == nil, !deadline.isOver {
      try listen("MIGRATION", of: .destination, within: Self.pause)
    }
  }

  /// The first event of a name since the start.
  func event(_ name: String, of side: LinkSide) -> QMPEvent? {
    events[side, default: []].first { $0.name == name }
  }

  /// When an end said that it is complete.
  func completion(of side: LinkSide) -> QMPEvent? {
    events[side, default: []].first {
      $0.name == "MIGRATION" && (try? $0.migrationStatus) == .completed
    }
  }

  private func note(_ now: MigrationProgress) {
    self.status = now.status
    guard let status = now.status, let ram = now.ram else { return }
    progress = now
    points.append(
      MigrationTimeline.Point(
        seconds: Clock.seconds(from: start, to: Clock.now()), status: status,
        transferred: ram.transferred, remaining: ram.remaining, rounds: Int(ram.dirtySyncCount ?? 0),
        throttle: now.throttlePercent ?? 0))
  }

  private func guest(_ side: LinkSide) -> BeaconGuest { side == .source ? source : destination }

  private func ask<Value>(_ side: LinkSide, _ body: (QMPConnection) throws(MonitorError) -> Value)
    throws(Lost) -> Value
  {
    do { return try body(guest(side).monitor) } catch { throw lost(side, error) }
  }

  private func lost(_ side: LinkSide, _ error: MonitorError) -> Lost {
    if case .ended(_, let end?, _) = error {
      return Lost(side: side, reason: Self.words(end, guest(side)))
    }
    return Lost(side: side, reason: "\(error)")
  }

  /// How a QEMU ended, with its last words.
  static func words(_ end: ChildEnd, _ guest: BeaconGuest) -> String {
    let lines = guest.process.lastLines(3)
    return "QEMU \(end)" + (lines.isEmpty ? "" : ": " + lines.joined(separator: "; "))
  }
}
