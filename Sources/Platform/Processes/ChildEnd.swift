/// How a child ended.
public enum ChildEnd: Codable, Sendable, Equatable, CustomStringConvertible {
  /// By itself, with this code.
  case exited(Int32)
  /// By this signal.
  case killed(signal: Int32)

  /// What waitpid says: the low seven bits hold the signal, the next byte the code (wait(2)).
  init(waitStatus status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// As a shell says it: the code, or 128 + the signal's number.
  public var shellStatus: Int32 {
    switch self {
    case .exited(let code): code
    case .killed(let signal): 128 + signal
    }
  }

  /// `ended with code 1`, `was killed by signal 9`.
  public var description: String {
    switch self {
    case .exited(let code): "ended with code \(code)"
    case .killed(let signal): "was killed by signal \(signal)"
    }
  }
}
