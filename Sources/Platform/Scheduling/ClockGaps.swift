internal import CPlatform

/// A thread that only reads the clock, and the gaps in which something else had its CPU.
public enum ClockGaps {
  /// What it saw.
  public struct Result: Sendable, Equatable {
    /// Seconds from the first reading to the last.
    public var seconds: Double
    /// Of these, seconds in gaps.
    public var lostSeconds: Double
    /// The number of gaps; the recorder has a length for each.
    public var gaps: Int
    /// Times that the thread was put off its CPU.
    public var involuntarySwitches: Int
  }

  /// Reads the clock on the calling thread for a time.
  ///
  /// - Parameters:
  ///   - seconds: how long.
  ///   - threshold: seconds that two readings must be further apart than normal to be a gap.
  ///   - recorder: where the lengths of the gaps go.
  /// - Throws: what getrusage says.
  public static func watch(
    seconds: Double, threshold: Double, into recorder: LatencyRecorder
  ) throws(SystemError) -> Result {
    precondition(seconds > 0 && threshold >= 0)
    var raw = assay_clock_gaps()
    try SystemCall.run("watch the clock") {
      unsafe assay_watch_clock(UInt64(seconds * 1e9), UInt64(threshold * 1e9), recorder.histogram, &raw)
    }
    return Result(
      seconds: Double(raw.total_nanoseconds) * 1e-9, lostSeconds: Double(raw.lost_nanoseconds) * 1e-9,
      gaps: Int(raw.gaps), involuntarySwitches: Int(raw.involuntary_switches))
  }
}
