import Glibc

/// A moment that a wait must not pass.
public struct Deadline: Sendable, Equatable {
  /// On the clock of `Clock.now()`.
  public let nanoseconds: UInt64

  /// So long from now; now for what is negative.
  public static func after(_ duration: Duration) -> Deadline {
    let (seconds, attoseconds) = duration.components
    guard duration > .zero else { return Deadline(nanoseconds: Clock.now()) }
    let length = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
    // Longer than a year is for ever, and nothing overflows.
    let longest: UInt64 = 366 * 86400 * 1_000_000_000
    let whole = length.overflow ? longest : min(longest, length.partialValue)
    return Deadline(nanoseconds: Clock.now() + whole + UInt64(clamping: attoseconds / 1_000_000_000))
  }

  /// Whether it is over.
  public var isOver: Bool { nanosecondsLeft == 0 }

  /// What is left of it.
  public var nanosecondsLeft: UInt64 {
    let now = Clock.now()
    return now < nanoseconds ? nanoseconds - now : 0
  }

  /// Waits until a descriptor is ready for `events`, or has ended or failed, which the call after this will tell.
  ///
  /// - Returns: whether it is; false when the time is over.
  func wait(for events: Int32, on descriptor: Int32, subject: String) throws(SystemError) -> Bool {
    while true {
      var ready = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      // Rounded up: a wait that ends too early would be a busy one.
      let left = Int32(clamping: min((nanosecondsLeft + 999_999) / 1_000_000, 3_600_000))
      // Interruptions end the call, so that the next one waits for what is left only.
      let count = unsafe poll(&ready, 1, left)
      if count > 0 { return true }
      if count < 0, errno != EINTR {
        throw SystemError(code: errno, operation: "wait for", subject: subject)
      }
      if isOver { return false }
    }
  }
}
