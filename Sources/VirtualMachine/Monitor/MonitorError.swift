public import Platform

/// What went wrong between this process and QEMU's monitor, in one line; QEMU's last words follow where it ended.
public enum MonitorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// QEMU answered a command with an error, of a class of its own (`CommandNotFound`, `GenericError`).
  case refused(command: String, errorClass: String, reason: String)
  /// Nothing came in time. QEMU may run on; an answer that comes later is dropped.
  case timeLimit(awaited: String, limit: Duration)
  /// QEMU ended, or closed its monitor and runs on (`end` is nil), while something was awaited.
  case ended(awaited: String, end: ChildEnd?, lastLines: [String])
  /// QEMU said what is not its protocol.
  case nonsense(awaited: String, detail: String)
  /// The system refused something, such as to start QEMU.
  case system(SystemError)

  /// For people.
  public var description: String {
    switch self {
    case .refused(let command, let errorClass, let reason):
      "QEMU refused \(command): \(reason) (\(errorClass))"
    case .timeLimit(let awaited, let limit):
      "QEMU's monitor gave no \(awaited) within \(limit); QEMU hangs, or the machine is too busy: try a longer limit"
    case .ended(let awaited, let end, let lastLines):
      "QEMU \(end?.description ?? "closed its monitor") before it gave the \(awaited)"
        + (lastLines.isEmpty
          ? "; it said nothing" : "; it said last:\n" + lastLines.map { "  \($0)" }.joined(separator: "\n"))
    case .nonsense(let awaited, let detail):
      "QEMU's monitor gave no \(awaited) but nonsense: \(detail); check that the program is QEMU"
    case .system(let error):
      error.description
    }
  }
}
