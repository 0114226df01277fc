internal import CPlatform
import Glibc
import Synchronization

/// Tells a thread that it shall end: a descriptor that it waits for together with its others.
public final class StopSignal: Sendable {
  let descriptor: OwnedDescriptor
  private let writer: OwnedDescriptor
  private let raised = Atomic(false)

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    try SystemCall.run("make a pipe for", "a thread that can be stopped") { unsafe assay_pipe(&ends) }
    descriptor = OwnedDescriptor(owning: ends[0])
    writer = OwnedDescriptor(owning: ends[1])
  }

  /// Whether it shall end.
  public var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Only one byte is ever written: it always fits.
  func raise() {
    if raised.exchange(true, ordering: .acquiringAndReleasing) { return }
    var byte: UInt8 = 1
    while unsafe write(writer.number, &byte, 1) < 0, errno == EINTR {}
  }
}

/// A thread that runs until it is told to end.
///
///     let thread = try StoppableThread { stop in while !stop.isRaised { … wait for `stop` and others … } }
///     …
///     thread.stop()
public final class StoppableThread: Sendable {
  private let signal: StopSignal
  // Joined once, by the first `stop()`.
  nonisolated(unsafe) private let thread: Thread
  private let isStopped = Mutex(false)

  /// Starts it.
  ///
  /// - Parameter body: returns soon after the signal is raised; must not hold the only reference to this object.
  /// - Throws: EMFILE; EAGAIN when there are too many threads.
  public init(_ body: @escaping @Sendable (StopSignal) -> Void) throws(SystemError) {
    let signal = try StopSignal()
    self.signal = signal
    unsafe thread = try Thread { body(signal) }
  }

  deinit { stop() }

  /// Tells it to end and waits until it has ended. More calls wait for the first.
  ///
  /// Not from the body.
  public func stop() {
    isStopped.withLock { isStopped in
      if isStopped { return }
      isStopped = true
      signal.raise()
      unsafe thread.join()
    }
  }
}
