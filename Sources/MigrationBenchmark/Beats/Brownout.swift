public import VirtualMachine
internal import Statistics

/// How slow the guest is for a time, without standing still: its beats' intervals on the host's clock, and the work that
/// it did not get done.
public struct Brownout: Sendable, Equatable, Codable {
  /// Beats whose intervals are in it.
  public var intervals: Int
  /// The median interval, in seconds.
  public var median: Double
  /// The interval that 99 of 100 do not exceed.
  public var p99: Double
  /// The longest.
  public var longest: Double
  /// Beats that the guest sent and nobody got.
  public var lostBeats: Int
  /// Pages that the guest wrote to.
  public var pagesWritten: Int
  /// Pages that it would have written to at its set rate, less those that it wrote to: lost to throttling, or to a CPU
  /// that others use. Not negative.
  public var pagesLost: Double

  /// Looks at the beats within a time.
  ///
  /// - Parameters:
  ///   - beats: from all listeners, in any order.
  ///   - times: from and until when, in nanoseconds of CLOCK_MONOTONIC: while it is migrating.
  ///   - blackout: a gap that is left out, where it lies in that time.
  /// - Throws: `BeatError` of kind `tooFew` with fewer than two intervals.
  public init(
    of beats: [Beat], during times: ClosedRange<UInt64>, without blackout: Blackout? = nil,
    _ settings: BeaconSettings
  ) throws(BeatError) {
    let inside = beats.filter { times.contains($0.time) }.sorted { $0.time < $1.time }
    let pairs = zip(inside, inside.dropFirst()).filter { $0.0.time != blackout?.start }
    let lengths = pairs.map { Double($0.1.time - $0.0.time) * 1e-9 }
    guard lengths.count >= 2, let median = Quantile.value(0.5, of: lengths),
      let p99 = Quantile.value(0.99, of: lengths), let longest = lengths.max()
    else {
      throw BeatError(
        .tooFew,
        "there are \(lengths.count) intervals between beats in \(Double(times.upperBound - times.lowerBound) * 1e-9) "
          + "s, and 2 are needed; look at a longer time")
    }
    intervals = lengths.count
    self.median = median
    self.p99 = p99
    self.longest = longest
    lostBeats = pairs.reduce(0) { $0 + $1.0.lostBeats(until: $1.1) }
    let pages = settings.pages
    pagesWritten = pairs.reduce(0) {
      $0 + $1.1.record.writes(of: pages) - $1.0.record.writes(of: pages)
    }
    let wanted = lengths.reduce(0, +) * settings.pagesPerBeat / settings.interval
    pagesLost = max(0, wanted - Double(pagesWritten))
  }
}
