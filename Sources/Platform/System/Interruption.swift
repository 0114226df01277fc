internal import CPlatform
import Glibc
import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP as a question that a loop can ask, instead of a sudden end.
///
/// A thread of its own waits for the signals. The first asks for an orderly end; a second one ends the process
/// at once with 130, for the user who means it.
public final class Interruption: Sendable {
  private let signal = Atomic<Int32>(0)
  private let handler: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

  /// An interruption that only `request()` triggers; for tests and workers.
  public init() {}

  /// Whether an orderly end was asked for.
  public var isRequested: Bool { signal.load(ordering: .acquiring) != 0 }

  /// Asks for an orderly end, as Ctrl-C does.
  public func request() { receive(SIGINT) }

  /// Sets what is called once, on another thread, when an end is asked for; at once when that was before.
  public func onRequest(_ action: @escaping @Sendable () -> Void) {
    handler.withLock { $0 = action }
    if isRequested { callHandler() }
  }

  /// Answers the signals from now on. A signal that was ignored when the process started stays ignored.
  ///
  /// Call it once.
  public static func watchingSignals() throws(SystemError) -> Interruption {
    let interruption = Interruption()
    let descriptor = Int32(try SystemCall.run("watch signals") { assay_watch_termination_signals() })
    try Thread.startDetached {
      while let number = try? SystemCall.run(
        "wait for a signal", nil, { assay_next_termination_signal(descriptor) })
      {
        if interruption.isRequested { _exit(130) }
        interruption.receive(Int32(number))
      }
    }
    return interruption
  }

  private func receive(_ number: Int32) {
    signal.store(number, ordering: .releasing)
    callHandler()
  }

  private func callHandler() {
    let action = handler.withLock { held in
      defer { held = nil }
      return held
    }
    action?()
  }
}
