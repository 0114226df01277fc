internal import Platform

/// How far another node's time of day is ahead of this one's, as network time is told (RFC 5905, section 8).
///
/// The other clock is read between two readings of this one. It is taken for the middle of both, and is off by no more
/// than half of what lies between them; of several tries the one with the least between them counts.
public struct ClockDifference: Sendable, Equatable {
  /// Enough for one that met no other traffic.
  private static let tries = 16

  /// Nanoseconds, negative where the other is behind.
  public let nanoseconds: Int64
  /// Seconds there and back, of the fastest try.
  public let roundTrip: Double

  /// `nanoseconds` is off by no more than so many seconds.
  public var errorBound: Double { roundTrip / 2 }

  /// Asks for it.
  ///
  /// - Parameter time: the other's time of day in nanoseconds since 1970.
  public init(asking time: () throws -> Int64) rethrows {
    var best = (width: UInt64.max, ahead: Int64(0))
    for _ in 0..<Self.tries {
      let before = Clock.now()
      let theirs = try time()
      let width = Clock.now() - before
      let ours = Clock.realTimeOffset() &+ Int64(before + width / 2)
      if width < best.width { best = (width, theirs &- ours) }
    }
    nanoseconds = best.ahead
    roundTrip = Double(best.width) * 1e-9
  }

  /// A difference that is known.
  init(nanoseconds: Int64, roundTrip: Double) {
    self.nanoseconds = nanoseconds
    self.roundTrip = roundTrip
  }
}
