internal import CPlatform
import Glibc
import Synchronization

/// A POSIX thread that runs one closure. Measuring threads are these and never pool threads: a pool is shared,
/// and pinning one of its threads pins strangers.
public final class Thread {
  private let handle: pthread_t

  /// Starts a thread; `join()` waits for its end.
  ///
  /// - Parameter cpu: the only CPU that it may run on, from its first instruction; nil leaves it to the scheduler.
  /// - Throws: EINVAL, of the operation "pin a thread to", when the CPU does not exist, is offline or is outside of
  ///   the cgroup's cpuset; EAGAIN when there are too many threads.
  public init(on cpu: Int? = nil, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    handle = try Self.start(on: cpu, body)
  }

  /// Waits until the thread has ended. Call it exactly once.
  public func join() {
    pthread_join(handle, nil)
  }

  /// Starts a thread that nobody waits for.
  public static func startDetached(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    pthread_detach(try start(on: nil, body))
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(
    on cpu: Int?, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> pthread_t {
    var attributes = pthread_attr_t()
    try SystemCall.run("start a thread") { -Int(unsafe pthread_attr_init(&attributes)) }
    defer { unsafe pthread_attr_destroy(&attributes) }
    if let cpu { try pin(&attributes, to: cpu) }
    let retained = unsafe Unmanaged.passRetained(Body(body))
    var handle = pthread_t()
    do {
      try SystemCall.run("start a thread") {
        -Int(
          unsafe pthread_create(
            &handle, &attributes,
            { argument in
              guard let argument = unsafe argument else { return nil }
              unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
              return nil
            }, retained.toOpaque()))
      }
    } catch {
      unsafe retained.release()
      if let cpu, error.code == EINVAL { throw Self.cannotPin(to: cpu) }
      throw error
    }
    return handle
  }

  private static func pin(_ attributes: inout pthread_attr_t, to cpu: Int) throws(SystemError) {
    guard (0...CPUSet.largestNumber).contains(cpu) else { throw cannotPin(to: cpu) }
    let words = CPUSet([cpu]).words
    try SystemCall.run("pin a thread to", "CPU \(cpu)") {
      unsafe assay_start_with_affinity(&attributes, words, words.count)
    }
  }

  private static func cannotPin(to cpu: Int) -> SystemError {
    SystemError(code: EINVAL, operation: "pin a thread to", subject: "CPU \(cpu)")
  }
}
