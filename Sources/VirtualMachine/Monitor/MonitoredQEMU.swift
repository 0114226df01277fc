public import Platform

/// A QEMU that this process started, with its monitor on an inherited socket: no socket file, nothing to remove.
/// Letting go of it kills and reaps it; the kernel kills it when the thread that started it ends.
public final class MonitoredQEMU {
  /// The number that the first of the caller's descriptors has in QEMU (`-chardev socket,id=beats,fd=4`).
  public static let firstDescriptor = ChildProcess.firstDescriptor + 1

  /// Its monitor.
  public let monitor: QMPConnection
  /// The process.
  public let process: ChildProcess
  /// What it says it is.
  public let version: QEMUVersion

  /// Starts QEMU and waits until its monitor answers.
  ///
  /// - Parameters:
  ///   - arguments: all but the monitor.
  ///   - descriptors: become `firstDescriptor` and those that follow; closed here, also when this throws.
  ///   - limit: for the start; the monitor answers within a tenth of a second on an idle machine.
  public init(
    _ qemu: QEMU, _ arguments: [String], inheriting descriptors: [InheritedDescriptor] = [],
    within limit: Duration = .seconds(30)
  ) throws(MonitorError) {
    let pair: SocketPair
    do {
      pair = try SocketPair()
      process = try Self.launch(qemu, arguments, monitor: pair.far, inheriting: descriptors)
    } catch { throw .system(error) }
    monitor = QMPConnection(pair.near, of: process)
    version = try monitor.negotiate(within: limit)
  }

  /// Starts QEMU for somebody else, who has the other end of its monitor.
  static func launch(
    _ qemu: QEMU, _ arguments: [String], monitor end: InheritedDescriptor,
    inheriting descriptors: [InheritedDescriptor]
  ) throws(SystemError) -> ChildProcess {
    try ChildProcess(
      try CurrentProcess.absolute(qemu.path), monitor + arguments, inheriting: [end] + descriptors)
  }

  deinit { process.kill() }

  /// Ends it: asks it to quit, and kills it where it does not in time.
  ///
  /// - Returns: how it ended.
  @discardableResult
  public func end(within limit: Duration = .seconds(5)) -> ChildEnd {
    let deadline = Deadline.after(limit)
    // Whatever keeps it from quitting, the kill that follows ends it.
    try? monitor.quit(within: limit)
    return process.wait(until: deadline) ?? process.kill()
  }

  private static let monitor = [
    "-chardev", "socket,id=monitor,fd=\(ChildProcess.firstDescriptor)", "-mon",
    "chardev=monitor,mode=control",
  ]
}
