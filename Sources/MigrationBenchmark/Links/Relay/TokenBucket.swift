/// Lets bytes pass at a rate: a token bucket, told by the time until which its tokens are spent (the virtual scheduling
/// algorithm of ITU-T I.371, annex A).
///
///     start = max(spent, now − grace)      spent = start + bytes / rate      passed = max(now, spent)
///
/// The next bytes are let in when `spent` is over, so that it is never overdrawn by more than a piece. The grace is the
/// bucket's depth, 64 KiB but at most 10 ms of the rate, for what comes after a pause. It is 50 ms for bytes that have
/// waited to be let in: a link would have been busy with them while the relay's thread slept too long.
struct TokenBucket: Sendable {
  private static let longestLateness: UInt64 = 50_000_000
  private static let nanoseconds = 1e9
  /// Bytes a second; 0 = no limit.
  let rate: Double
  private let depth: UInt64
  /// When bytes are let in again, of `Clock.now()`.
  private(set) var spent: UInt64 = 0

  init(rate: Double) {
    self.rate = rate
    depth = rate > 0 ? UInt64(min(10e-3, 65_536 / rate) * Self.nanoseconds) : 0
  }

  /// Takes the tokens of bytes that were let in.
  ///
  /// - Parameter hasWaited: whether they were there before the bucket let them in.
  /// - Returns: when the last of them has passed.
  mutating func pass(_ bytes: Int, at now: UInt64, hasWaited: Bool) -> UInt64 {
    guard rate > 0 else { return now }
    let grace = hasWaited ? Self.longestLateness : depth
    let start = max(spent, now > grace ? now - grace : 0)
    spent = start + UInt64((Double(bytes) / rate * Self.nanoseconds).rounded())
    return max(now, spent)
  }
}
