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
    if let cpu, !(0...CPUSet.largestNumber).contains(cpu) { throw Self.cannotPin(to: "CPU \(cpu)") }
    handle = try Self.start(within: cpu.map { CPUSet([$0]) }, body)
  }

  /// Starts a thread that may run on several CPUs, from its first instruction.
  ///
  /// - Throws: EINVAL, of the operation "pin a thread to", when none of the CPUs may be used; the kernel leaves out
  ///   those that may not where others remain. EAGAIN when there are too many threads.
  public init(within cpus: CPUSet, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    handle = try Self.start(within: cpus, body)
  }

  /// Waits until the thread has ended. Call it exactly once.
  public func join() {
    pthread_join(handle, nil)
  }

  /// Starts a thread that nobody waits for.
  public static func startDetached(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    pthread_detach(try start(within: nil, body))
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(
    within cpus: CPUSet?, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> pthread_t {
    var attributes = pthread_attr_t()
    try SystemCall.run("start a thread") { -Int(unsafe pthread_attr_init(&attributes)) }
    defer { unsafe pthread_attr_destroy(&attributes) }
    if let cpus { try pin(&attributes, to: cpus) }
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
      if let cpus, error.code == EINVAL { throw Self.cannotPin(to: "CPU \(cpus)") }
      throw error
    }
    return handle
  }

  private static func pin(_ attributes: inout pthread_attr_t, to cpus: CPUSet) throws(SystemError) {
    let words = cpus.words
    try SystemCall.run("pin a thread to", "CPU \(cpus)") {
      unsafe assay_start_with_affinity(&attributes, words, words.count)
    }
  }

  private static func cannotPin(to subject: String) -> SystemError {
    SystemError(code: EINVAL, operation: "pin a thread to", subject: subject)
  }
}
