/// Counts what arrives through one stream within its window, on the receiver's clock.
///
/// What a call brings arrived before it returned. So the time begins with the first call that returns in the window, whose
/// bytes do not count, and ends with the first that returns at its end or after it, whose bytes do.
struct ByteCounter: Equatable, Sendable {
  /// When the warm-up is over, in nanoseconds of `Clock.now()`.
  let start: UInt64
  /// When the window is over.
  let end: UInt64
  private var first: UInt64?
  private var counted: UInt64 = 0
  private var total: UInt64 = 0
  /// What was counted; nil while the window is not over.
  private(set) var result: StreamResult?

  /// Nothing yet.
  init(start: UInt64, end: UInt64) {
    self.start = start
    self.end = max(start, end)
  }

  /// Counts the bytes of a call that has returned now; nothing any more once there is a result.
  mutating func count(_ bytes: Int, at now: UInt64) {
    guard result == nil, now >= start else {
      if result == nil { total += UInt64(bytes) }
      return
    }
    total += UInt64(bytes)
    guard let first else {
      self.first = now
      return
    }
    counted += UInt64(bytes)
    if now >= end, now > first {
      result = StreamResult(bytes: counted, nanoseconds: now - first, total: total)
    }
  }
}
