import Synchronization

extension Thread {
  /// Makes sure that this many more threads can be started, by starting them; they do nothing and end.
  ///
  /// Where the process may have no more of them (`ulimit -u`, `-v`), a pool of threads does not fail: it waits for
  /// ever.
  /// - Throws: EAGAIN for the first that cannot be started.
  public static func tryOut(_ count: Int) throws(SystemError) {
    let gate = Gate()
    var threads: [Thread] = []
    let outcome = gate.closed.withLock { _ in
      Result { () throws(SystemError) in
        for _ in 0..<count { threads.append(try Thread { gate.closed.withLock { _ in } }) }
      }
    }
    for thread in threads { thread.join() }
    try outcome.get()
  }

  /// Holds threads back while its mutex is locked.
  private final class Gate: Sendable {
    let closed = Mutex(())
  }
}
