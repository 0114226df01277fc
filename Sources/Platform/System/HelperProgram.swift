internal import CPlatform
import Glibc

/// A program that is run to its end, without a thread or the runtime's pool: for helpers that take milliseconds.
public enum HelperProgram {
  /// What came of it.
  public struct Result: Sendable, Equatable {
    /// The exit code; 128 + the number of the signal that ended it.
    public let status: Int32
    /// Standard output and standard error together, at most 64 KiB.
    public let output: String
  }

  /// What is kept of its output.
  private static let longestOutput = 1 << 16

  /// Runs a program with the environment of this process and nothing on standard input.
  ///
  /// - Parameters:
  ///   - path: absolute; no search path decides what root runs.
  ///   - timeout: after so many seconds it is killed, which counts as signal 9.
  public static func run(_ path: String, _ arguments: [String], timeout: Double) throws(SystemError) -> Result
  {
    var ends: [Int32] = [-1, -1]
    try SystemCall.run("make a pipe for", path) { unsafe assay_pipe(&ends) }
    let reader = OwnedDescriptor(owning: ends[0])
    let child = try start(path, arguments, output: ends[1])
    let output = read(from: reader, of: child, until: Clock.now() &+ UInt64(timeout * 1e9))
    var status: Int32 = 0
    try SystemCall.runSettingErrno("wait for", path) { unsafe Int(waitpid(child, &status, 0)) }
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: String(decoding: output, as: UTF8.self).trimmingSpace())
  }

  /// Starts it with its outputs going to `output`, which is closed here.
  private static func start(_ path: String, _ arguments: [String], output: Int32) throws(SystemError) -> pid_t
  {
    defer { close(output) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    try SystemCall.run("start", path) {
      unsafe -Int(posix_spawn(&child, path, &actions, nil, &words, environ))
    }
    return child
  }

  /// Reads until it ends or its time is over, and then kills it.
  private static func read(from reader: borrowing OwnedDescriptor, of child: pid_t, until deadline: UInt64)
    -> [UInt8]
  {
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let now = Clock.now()
      let left = now < deadline ? Double(deadline - now) * 1e-9 : 0
      var ready = pollfd(fd: reader.number, events: Int16(POLLIN), revents: 0)
      let count = left > 0 ? unsafe poll(&ready, 1, Int32(min(left, 3600) * 1000) + 1) : 0
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        kill(child, SIGKILL)
        return output
      }
      let read = unsafe Glibc.read(reader.number, &chunk, chunk.count)
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { return output }
      output.append(contentsOf: chunk[..<read].prefix(max(0, longestOutput - output.count)))
    }
  }
}
