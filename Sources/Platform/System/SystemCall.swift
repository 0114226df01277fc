import Glibc

/// The one place that knows how system calls fail: it retries on EINTR and turns errno into `SystemError`.
///
/// Tests swap in failures by name: see `withForcedFailures`.
public enum SystemCall {
  /// Answers, for an operation, the errno that it shall fail with; nil lets it through.
  public typealias Failure = @Sendable (_ operation: String, _ subject: String?) -> Int32?

  @TaskLocal private static var forcedFailure: Failure?

  /// Runs `body` with system calls failing as `failure` says, on this task; for tests of error paths.
  public static func withForcedFailures<Result>(
    _ failure: @escaping Failure, _ body: () throws -> Result
  ) rethrows -> Result {
    try $forcedFailure.withValue(failure, operation: body)
  }

  /// Calls `body`, which returns a negative errno on failure, until it is not interrupted.
  ///
  /// - Parameters:
  ///   - operation: words that follow "cannot".
  ///   - subject: the file or object, for the message.
  /// - Returns: what `body` returned, not negative.
  @discardableResult
  public static func run(
    _ operation: String, _ subject: String? = nil, _ body: () -> Int
  ) throws(SystemError) -> Int {
    if let code = forcedFailure?(operation, subject) {
      throw SystemError(code: code, operation: operation, subject: subject)
    }
    while true {
      let result = body()
      if result >= 0 { return result }
      if result == -Int(EINTR) { continue }
      throw SystemError(code: Int32(-result), operation: operation, subject: subject)
    }
  }

  /// The same for a libc function that returns a negative number and sets errno; EIO where it sets none.
  @discardableResult
  public static func runSettingErrno(
    _ operation: String, _ subject: String? = nil, _ body: () -> Int
  ) throws(SystemError) -> Int {
    try run(operation, subject) {
      let result = body()
      if result >= 0 { return result }
      return errno > 0 ? -Int(errno) : -Int(EIO)
    }
  }
}
