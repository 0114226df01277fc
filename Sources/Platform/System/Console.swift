internal import CPlatform
import Glibc
import Synchronization

/// Standard output and standard error, written at once: a killed tool loses nothing that it said.
public enum Console {
  private static let failure = Mutex<SystemError?>(nil)

  /// Writes a line of result to standard output.
  ///
  /// A reader that went away is not an error of ours: the rest is dropped, as `head` expects. What else goes wrong
  /// is kept in `outputFailure`.
  public static func output(_ text: String) { outputPart(text + "\n") }

  /// Writes to standard output without adding a line end, for formats that bring their own.
  public static func outputPart(_ text: String) {
    do {
      try write(text, to: STDOUT_FILENO, name: "standard output")
    } catch  where error.code == EPIPE {
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }

  /// The first failure to write to standard output (a full disk behind it); a tool whose result did not arrive must
  /// not end with 0.
  public static var outputFailure: SystemError? { failure.withLock { $0 } }

  /// Writes a line of diagnosis or progress to standard error.
  public static func error(_ text: String) { errorPart(text + "\n") }

  /// Writes to standard error without a line end, for a progress bar.
  public static func errorPart(_ text: String) {
    // There is no place left to report that this failed.
    try? write(text, to: STDERR_FILENO, name: "standard error")
  }

  /// Whether standard output is a terminal.
  public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal.
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal on standard output or standard error; nil where there is none.
  public static var columns: Int? {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      let columns = assay_terminal_columns(descriptor)
      if columns > 0 { return columns }
    }
    return nil
  }

  /// The value of an environment variable; nil when it is not set.
  public static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Writes all of it, and waits for a reader where the descriptor does not block.
  static func write(_ text: String, to descriptor: Int32, name: String) throws(SystemError) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      do {
        offset += try SystemCall.runSettingErrno("write to", name) {
          unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
          }
        }
      } catch  where error.code == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        try SystemCall.runSettingErrno("wait for", name) { unsafe Int(poll(&ready, 1, -1)) }
      }
    }
  }
}
