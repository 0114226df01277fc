internal import CPlatform
import Glibc

/// Standard output and standard error, written at once: a killed tool loses nothing that it said.
public enum Console {
  /// Writes a line of result to standard output.
  public static func output(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes a line of diagnosis or progress to standard error.
  public static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Writes to standard error without a line end, for a progress bar.
  public static func errorPart(_ text: String) { write(text, to: STDERR_FILENO) }

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

  /// A reader that went away (EPIPE) is not an error of ours: the rest is dropped, as `head` expects.
  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return
      }
      offset += count
    }
  }
}
