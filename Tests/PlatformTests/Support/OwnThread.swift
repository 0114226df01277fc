import Platform
import Synchronization
import Testing

/// Runs code on threads of its own: what it does to a thread ends with the thread.
enum OwnThread {
  /// Runs `body` on a new thread; returns its result or throws its error.
  static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let outcome = Box<Result<Value, any Error>>()
    try Thread { outcome.value.withLock { $0 = Result(catching: body) } }.join()
    return try #require(outcome.value.withLock { $0 }).get()
  }

  /// Runs `body` on `count` new threads at once, each with its number, and waits for all.
  static func run(times count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    for index in 0..<count { threads.append(try Thread { body(index) }) }
  }

  private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
