import Platform
import Synchronization

/// Runs code on threads of its own: what it does to a thread ends with the thread.
public enum OwnThread {
  /// Runs `body` on a new thread; returns its result or throws its error.
  public static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    let outcome = Box<Result<Value, any Error>>()
    try Thread { outcome.value.withLock { $0 = Result(catching: body) } }.join()
    guard let result = outcome.value.withLock({ $0 }) else { throw Vanished() }
    return try result.get()
  }

  /// Runs `body` on `count` new threads at once, each with its number, and waits for all.
  public static func run(times count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    for index in 0..<count { threads.append(try Thread { body(index) }) }
  }

  /// The thread ended without a result.
  struct Vanished: Error {}

  private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
