internal import CPlatform
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM as a question that a loop can ask, instead of a sudden end.
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

  /// Blocks the signals in this thread and all that it starts, and waits for them from now on.
  ///
  /// Call it first thing in the main thread.
  public static func watchingSignals() throws(SystemError) -> Interruption {
    let interruption = Interruption()
    try SystemCall.run("block signals") { assay_block_termination_signals() }
    try Thread.startDetached {
      while true {
        let number = assay_wait_for_termination_signal()
        guard number > 0 else { return }
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
