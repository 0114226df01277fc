internal import CPlatform

/// A thread that sleeps to absolute deadlines and counts how late it wakes.
public enum PeriodicWakeups {
  /// What it saw.
  public struct Result: Sendable, Equatable {
    /// Periods that were due; the recorder has a latency for each.
    public var periods: Int
    /// Of these, periods that had passed before the thread was awake for an earlier one.
    public var missed: Int
  }

  /// Runs on the calling thread from `start` (a reading of `Clock.now()`) for a time.
  ///
  /// - Parameters:
  ///   - seconds: how long.
  ///   - interval: seconds from one deadline to the next.
  ///   - recorder: where the latencies go; each period counts once, missed ones with the time that they would have
  ///     waited.
  /// - Throws: what clock_nanosleep says.
  public static func run(
    from start: UInt64, seconds: Double, interval: Double, into recorder: LatencyRecorder
  ) throws(SystemError) -> Result {
    precondition(interval >= 1e-6 && seconds >= 0)
    var result = assay_wakeups()
    try SystemCall.run("sleep to a deadline") {
      unsafe assay_wake_periodically(
        start, start + UInt64(seconds * 1e9), UInt64(interval * 1e9), recorder.histogram, &result)
    }
    return Result(periods: Int(result.periods), missed: Int(result.missed))
  }
}
