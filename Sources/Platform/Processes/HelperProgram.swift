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
  /// It is not killed with this process: half done may be worse than late.
  ///
  /// - Parameters:
  ///   - path: absolute; no search path decides what root runs.
  ///   - timeout: after so many seconds it is killed, which counts as signal 9.
  public static func run(_ path: String, _ arguments: [String], timeout: Double) throws(SystemError) -> Result
  {
    let deadline = Deadline.after(.seconds(timeout))
    var ends: [Int32] = [-1, -1]
    try SystemCall.run("make a pipe for", path) { unsafe assay_pipe(&ends) }
    let reader = OwnedDescriptor(owning: ends[0])
    let child = try start(path, arguments, writer: OwnedDescriptor(owning: ends[1]))
    let output = try read(from: reader, of: path, until: deadline)
    let end = child.wait(until: deadline) ?? child.kill()
    return Result(
      status: end.shellStatus, output: String(decoding: output, as: UTF8.self).trimmingSpace())
  }

  /// Starts it as the only one that writes to the pipe.
  private static func start(_ path: String, _ arguments: [String], writer: consuming OwnedDescriptor)
    throws(SystemError) -> ChildProcess
  {
    try ChildProcess(path, arguments, output: writer.number, isTied: false)
  }

  /// Reads until it ends or its time is over.
  private static func read(from reader: borrowing OwnedDescriptor, of path: String, until deadline: Deadline)
    throws(SystemError) -> [UInt8]
  {
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while try deadline.wait(for: POLLIN, on: reader.number, subject: path), !deadline.isOver {
      let count = try SystemCall.runSettingErrno("read from", path) {
        unsafe Glibc.read(reader.number, &chunk, chunk.count)
      }
      if count == 0 { break }
      output.append(contentsOf: chunk[..<count].prefix(max(0, longestOutput - output.count)))
    }
    return output
  }
}
