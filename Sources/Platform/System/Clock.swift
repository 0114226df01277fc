import Glibc

/// CLOCK_MONOTONIC, and what reading it costs.
public enum Clock {
  /// Nanoseconds since an arbitrary moment; never goes back.
  @inline(__always)
  public static func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Whole seconds since 1970 (CLOCK_REALTIME): for what is read after a restart.
  public static func secondsSince1970() -> UInt32 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return UInt32(clamping: time.tv_sec)
  }

  /// The time of day, in nanoseconds since 1970.
  public static func realTime() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// What CLOCK_REALTIME is ahead of `now()`, in nanoseconds: changes only when the time of day is set.
  ///
  /// The reading of one is taken between two of the other, of several tries the one with the least between them.
  public static func realTimeOffset() -> Int64 {
    var best = (width: UInt64.max, offset: Int64(0))
    for _ in 0..<5 {
      let before = now()
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      let width = now() - before
      let real = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
      if width < best.width { best = (width, real &- Int64(before + width / 2)) }
    }
    return best.offset
  }

  /// Seconds between two readings.
  @inline(__always)
  public static func seconds(from start: UInt64, to end: UInt64) -> Double { Double(end &- start) * 1e-9 }

  /// Gives up the CPU for a time: between two looks at something that tells nobody when it changes.
  public static func pause(_ seconds: Double) {
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
    var left = timespec()
    while unsafe nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }

  /// Seconds that one reading takes: the fastest of several batches of 1,000.
  public static func readingCost() -> Double {
    var fastest = UInt64.max
    for _ in 0..<8 {
      let start = now()
      var last = start
      for _ in 0..<1_000 { last = now() }
      fastest = min(fastest, last - start)
    }
    return Double(fastest) * 1e-9 / 1_000
  }
}
