internal import CPlatform
import Glibc

/// A count that one thread advances and others wait for.
@safe public final class AwaitedCount: @unchecked Sendable {
  // Sendable by contract: the word is touched by atomic operations only, and stored to by one thread.
  private let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

  /// At 0.
  public init() { unsafe word.initialize(to: 0) }

  deinit { unsafe word.deallocate() }

  /// The count; starts again from 0 after 2^32 − 1.
  public var count: UInt32 { unsafe assay_journal_get(word) }

  /// Adds 1 and wakes all who wait. Only one thread may call it.
  public func advance() {
    unsafe assay_journal_set(word, assay_journal_get(word) &+ 1)
    unsafe assay_futex_wake(word, Int32.max, 0)
  }

  /// Waits until the count is another than `seen`.
  ///
  /// - Parameter deadline: the moment to give up, of `Clock.now()`.
  /// - Returns: whether it is another.
  public func wait(whileAt seen: UInt32, until deadline: UInt64) -> Bool {
    while count == seen {
      let now = Clock.now()
      if now >= deadline { return false }
      let left = deadline - now
      var timeout = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      unsafe assay_futex_wait(word, seen, 0, &timeout)
    }
    return true
  }
}
