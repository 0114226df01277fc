public import VirtualMachine
internal import Statistics

/// How long the guest stood still, by its own clock against the host's.
///
/// A guest that stands still does not count ticks, and its clock falls behind by exactly the pause. What a beat shows is
/// h − g, the host's time less the guest's: a constant, and the delay of this beat on its way, which is never negative.
/// The smallest h − g of many is the constant but for the least delay, so that
///
///     pause = min(h − g) after − min(h − g) before
///
/// The guest's time is its ticks × s. The seconds a tick, s, are those by which all beats lie closest above one line
/// before and one line after, both of this slope: s minimises Σ (h − g − min(h − g)) over both sides. It is convex in s.
///
/// Where the guest's clock runs on while it stands still (KVM's does after `stop`, though not over a migration), the
/// pause is not seen here, and comes out as 0.
public struct ClockFit: Sendable, Equatable {
  /// Fewer beats of one side are not enough for a minimum, and for saying how good it is.
  public static let leastBeats = 16
  /// The most parts that a side is cut into to see how well its minimum repeats, and the fewest beats of a part.
  private static let mostParts = 8
  private static let leastBeatsOfPart = 8
  /// What the reading of both clocks may differ by in any case, in seconds.
  static let leastBound = 1e-6
  /// A clock that is off by more of the expected rate is not the clock that we think.
  static let rateTolerance = 0.005

  /// One side's share in the error bound.
  public struct Side: Sendable, Equatable {
    /// Beats on this side.
    public var beats: Int
    /// Seconds of the guest's clock from the first to the last.
    public var seconds: Double
    /// How well the minimum repeats: of the minima of up to eight parts of the side, the median less the least, in
    /// seconds. It is near 0 when the least delay was met in every part; delays that are rarely short, and a clock
    /// that jumps or drifts, raise it.
    public var spread: Double
  }

  /// Seconds that the guest stood still.
  public var pause: Double
  /// The pause is off by less than this many seconds:
  ///
  ///     (spread before + spread after) × (1 + D ÷ (T before + T after)) + 1 µs
  ///
  /// The spreads stand for delays that even the best beat had; T are the sides' seconds and D is the guest's time from
  /// the middle of one to the middle of the other, over which an error of the rate, some spread ÷ T, adds up. A least
  /// delay that is another after the pause than before cannot be seen by any means, and is not in it.
  public var errorBound: Double
  /// The guest's ticks a second of the host's clock.
  public var frequency: Double
  /// The beats before the pause.
  public var before: Side
  /// The beats after it.
  public var after: Side

  /// Fits the clocks.
  ///
  /// - Parameters:
  ///   - before: beats before the pause, in their order; a second of them is plenty. Some may be missing.
  ///   - after: beats after it; from another listener on the same host, where the guest has moved.
  ///   - frequency: the ticks a second that the clock should have, where they are known.
  /// - Throws: `BeatError`: too few beats on a side; a clock or an order that goes back; more guest time than host time
  ///   between the sides (`ranAhead`); a rate that is off by more than 0.5 % of the expected.
  public init(before: [Beat], after: [Beat], frequency expected: Double? = nil) throws(BeatError) {
    try Self.check(before, "before")
    try Self.check(after, "after")
    guard let first = before.first, let last = before.last, let next = after.first else {
      throw BeatError(.tooFew, "there is no beat")
    }
    guard next.record.ticks >= last.record.ticks, next.time >= last.time else {
      throw BeatError(
        .wentBack,
        "the guest's clock went from \(last.record.ticks) back to \(next.record.ticks) over the pause; "
          + "give the beats of one guest, the earlier ones first")
    }
    let left = Line(before, origin: first)
    let right = Line(after, origin: first)
    let slope = Self.slope(left, right)
    frequency = 1 / slope
    if let expected, abs(frequency / expected - 1) > Self.rateTolerance {
      throw BeatError(
        .wrongRate,
        "the guest's clock runs at \(Int(frequency)) ticks a second and not at \(Int(expected)); it jumped, or the "
          + "beats are of too short a time: let it beat for a second before and after")
    }
    self.before = left.side(slope)
    self.after = right.side(slope)
    pause = right.minimum(slope) - left.minimum(slope)
    let spread = self.before.spread + self.after.spread
    let distance = (right.middle - left.middle) * slope
    errorBound = spread * (1 + distance / (self.before.seconds + self.after.seconds)) + Self.leastBound
    guard pause >= -max(errorBound, 0.001) else {
      throw BeatError(
        .ranAhead,
        "the guest's clock ran \(-pause) s ahead of the host's over the pause; it was set, so that the pause cannot "
          + "be read from it: use the longest gap of beats")
    }
  }

  private static func check(_ beats: [Beat], _ side: String) throws(BeatError) {
    guard beats.count >= leastBeats else {
      throw BeatError(
        .tooFew,
        "there are \(beats.count) beats \(side) the pause, and \(leastBeats) are needed; let the guest beat longer"
      )
    }
    for (beat, next) in zip(beats, beats.dropFirst())
    where next.record.ticks < beat.record.ticks || next.time < beat.time {
      throw BeatError(
        .wentBack,
        "\(side) the pause, beat \(next.record.sequence) is earlier than the one that came before it, "
          + "\(beat.record.sequence); the guest started again, or its clock was set")
    }
  }

  /// The slope by which the beats lie closest above their two lines: golden-section search (Kiefer 1953).
  private static func slope(_ left: Line, _ right: Line) -> Double {
    let longer = left.ticks >= right.ticks ? left : right
    let guess = longer.seconds / longer.ticks
    // Even delays of half of the time do not lead further off.
    var low = guess * 0.5
    var high = guess * 1.5
    let ratio = (5.0.squareRoot() - 1) / 2
    var inner = (high - ratio * (high - low), low + ratio * (high - low))
    func cost(_ slope: Double) -> Double { left.cost(slope) + right.cost(slope) }
    var costs = (cost(inner.0), cost(inner.1))
    while high - low > guess * 1e-13 {
      if costs.0 <= costs.1 {
        high = inner.1
        inner = (high - ratio * (high - low), inner.0)
        costs = (cost(inner.0), costs.0)
      } else {
        low = inner.0
        inner = (inner.1, low + ratio * (high - low))
        costs = (costs.1, cost(inner.1))
      }
      // Rounding has made them equal.
      if inner.0 >= inner.1 { break }
    }
    return (low + high) / 2
  }

  /// The beats of one side, as ticks and host seconds from a common origin.
  private struct Line {
    let points: [(ticks: Double, time: Double)]

    init(_ beats: [Beat], origin: Beat) {
      points = beats.map {
        (Double($0.record.ticks - origin.record.ticks), Double($0.time - origin.time) * 1e-9)
      }
    }

    var ticks: Double { points[points.count - 1].ticks - points[0].ticks }
    var seconds: Double { points[points.count - 1].time - points[0].time }
    var middle: Double { (points[points.count - 1].ticks + points[0].ticks) / 2 }

    func minimum(_ slope: Double) -> Double { Self.minimum(points[...], slope) }

    private static func minimum(_ points: ArraySlice<(ticks: Double, time: Double)>, _ slope: Double)
      -> Double
    {
      points.reduce(.infinity) { min($0, $1.time - $1.ticks * slope) }
    }

    /// Seconds by which the points lie above the highest line of this slope that lies above none.
    func cost(_ slope: Double) -> Double {
      var sum = 0.0
      var least = Double.infinity
      for point in points {
        let rest = point.time - point.ticks * slope
        sum += rest
        least = min(least, rest)
      }
      return sum - least * Double(points.count)
    }

    func side(_ slope: Double) -> Side {
      let parts = min(ClockFit.mostParts, points.count / ClockFit.leastBeatsOfPart)
      let minima = (0..<parts).map { part in
        Self.minimum(points[points.count * part / parts..<points.count * (part + 1) / parts], slope)
      }
      let least = minimum(slope)
      return Side(
        beats: points.count, seconds: ticks * slope,
        spread: (Quantile.median(of: minima) ?? least) - least)
    }
  }
}
