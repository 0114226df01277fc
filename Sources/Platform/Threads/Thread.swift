import Glibc
import Synchronization

/// A POSIX thread that runs one closure. Measuring threads are these and never pool threads: a pool is shared,
/// and pinning one of its threads pins strangers.
public final class Thread {
  private let handle: pthread_t

  /// Starts a thread; `join()` waits for its end.
  public init(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    handle = try Self.start(body)
  }

  /// Waits until the thread has ended. Call it exactly once.
  public func join() {
    pthread_join(handle, nil)
  }

  /// Starts a thread that nobody waits for.
  public static func startDetached(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    pthread_detach(try start(body))
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) -> pthread_t {
    let retained = unsafe Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    do {
      try SystemCall.run("start a thread") {
        -Int(
          unsafe pthread_create(
            &handle, nil,
            { argument in
              guard let argument = unsafe argument else { return nil }
              unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
              return nil
            }, retained.toOpaque()))
      }
    } catch {
      unsafe retained.release()
      throw error
    }
    return handle
  }
}
