public import Platform
public import VirtualMachine
internal import Statistics

/// How well this host, now, finds pauses that are known: a guest is stopped for so long and let run on, and the pause is
/// read from its clock. Belongs to every result.
public struct Calibration: Sendable, Equatable, Codable {
  /// One pause.
  public struct Trial: Sendable, Equatable, Codable {
    /// From `STOP` to `RESUME`, by QEMU's own times, in seconds.
    public var known: Double
    /// What `ClockFit` found.
    public var found: Double
    /// Its own bound.
    public var bound: Double

    /// How far off it was.
    public var error: Double { abs(found - known) }
  }

  /// What must be reached: a median of 0.5 ms and a 95th percentile of 2 ms.
  public static let limits = (median: 0.0005, p95: 0.002)
  /// The pauses, in seconds.
  public static let pauses = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

  /// The pauses in the order in which they were made.
  public var trials: [Trial]

  /// Of trials.
  public init(_ trials: [Trial]) { self.trials = trials }

  private var errors: [Double] { trials.map(\.error) }
  /// The median error in seconds.
  public var median: Double? { Quantile.median(of: errors) }
  /// The error that 19 of 20 do not exceed.
  public var p95: Double? { Quantile.value(0.95, of: errors) }
  /// The largest.
  public var largest: Double? { errors.max() }

  /// Whether it is good enough.
  public var isGood: Bool {
    guard let median, let p95 else { return false }
    return median <= Self.limits.median && p95 <= Self.limits.p95
  }

  /// Makes the pauses. The beats between two are the ones after the first and before the second.
  ///
  /// - Parameters:
  ///   - guest: runs, and beats.
  ///   - rounds: how often every pause is made.
  ///   - window: seconds of beats around each pause.
  /// - Throws: `MigrationError`.
  public static func measure(
    _ guest: BeaconGuest, pauses: [Double] = pauses, rounds: Int = 1, window: Double = 0.3,
    interruption: Interruption = Interruption()
  ) throws(MigrationError) -> Calibration {
    let patience = Patience(interruption: interruption)
    // A guest that boots is heard late: what counts begins behind its first pass over its pages.
    _ = try patience.beat(of: guest, within: patienceSeconds, "beat after its pages were written") {
      $0.record.sequence > 0
    }
    // The beats between one `cont` and the next: none comes while the guest stands still.
    var borders = [Clock.now()]
    var known: [Double] = []
    try patience.beats(of: guest, until: borders[0] + UInt64(window * 1e9), within: window + patienceSeconds)
    for pause in (0..<rounds).flatMap({ _ in pauses }) {
      let halt = try MigrationError.wrapping { try stand(guest, for: pause) }
      borders.append(halt.go)
      known.append(halt.seconds)
      try patience.beats(
        of: guest, until: Clock.now() + UInt64(window * 1e9), within: window + patienceSeconds)
    }
    borders.append(.max)
    let beats = guest.listener.beats
    return Calibration(
      try known.indices.map { (index) throws(MigrationError) in
        let before = beats.filter { (borders[index]..<borders[index + 1]).contains($0.time) }
        let after = beats.filter { (borders[index + 1]..<borders[index + 2]).contains($0.time) }
        let fit = try MigrationError.wrapping { try ClockFit(before: before, after: after) }
        return Trial(known: known[index], found: fit.pause, bound: fit.errorBound)
      })
  }

  /// A guest that stands still for longer than this, though it was told to run, is lost.
  private static let patienceSeconds = 30.0

  /// Has the guest stand still.
  ///
  /// - Returns: for how long by QEMU's own times, and when it was told to go on.
  private static func stand(_ guest: BeaconGuest, for seconds: Double) throws -> (seconds: Double, go: UInt64)
  {
    let monitor = guest.monitor
    _ = try monitor.takeEvents()
    try monitor.stop()
    Clock.pause(seconds)
    let go = Clock.now()
    try monitor.cont()
    let limit = QMPConnection.usualLimit
    let stop = try monitor.event(named: "STOP", within: limit)
    let resume = try monitor.event(named: "RESUME", within: limit)
    return (Double(resume.microseconds - stop.microseconds) * 1e-6, go)
  }
}
