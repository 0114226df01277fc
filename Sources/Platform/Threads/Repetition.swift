internal import CPlatform
import Glibc

/// A thread that does the same again and again, with a pause before each time, until it is stopped.
///
///     let repetition = try Repetition(every: 1) { flush() }
///     …
///     repetition.stop()
public final class Repetition: Sendable {
  private let end: End
  // Joined once, by `stop()`.
  nonisolated(unsafe) private let thread: Thread

  /// Starts it.
  ///
  /// - Parameter seconds: the pause, positive.
  /// - Throws: EAGAIN when there are too many threads.
  public init(every seconds: Double, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    precondition(seconds > 0)
    let end = End()
    self.end = end
    unsafe thread = try Thread { while !end.comes(within: seconds) { body() } }
  }

  /// Ends it and waits until it has ended: at once from a pause, else after the body. Call it exactly once.
  public func stop() {
    end.come()
    unsafe thread.join()
  }

  /// A word that a thread can wait for.
  @safe private final class End: @unchecked Sendable {
    // Sendable by contract: the word is touched by atomic operations only.
    private let word = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

    init() { unsafe word.initialize(to: 0) }

    deinit { unsafe word.deallocate() }

    func come() {
      unsafe assay_journal_set(word, 1)
      unsafe assay_futex_wake(word, 1, 0)
    }

    /// Whether it has come, or comes in that time.
    func comes(within seconds: Double) -> Bool {
      let deadline = Clock.now() + UInt64(seconds * 1e9)
      while unsafe assay_journal_get(word) == 0 {
        let now = Clock.now()
        if now >= deadline { return false }
        let left = deadline - now
        var timeout = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
        unsafe assay_futex_wait(word, 0, 0, &timeout)
      }
      return true
    }
  }
}
