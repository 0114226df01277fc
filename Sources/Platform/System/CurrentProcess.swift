internal import CPlatform
import Glibc

/// Facts about this process, and what it asks of the kernel for itself.
public enum CurrentProcess {
  /// CPU time and context switches of all threads since the start.
  public struct Usage: Sendable, Equatable {
    /// Times that a thread gave up the CPU by itself.
    public var voluntarySwitches: UInt64
    /// Times that a thread was put off the CPU, also by another one of this process that was just started.
    public var involuntarySwitches: UInt64
    /// CPU seconds in user mode and in the kernel, those of children that have ended and were waited for included.
    public var cpuSeconds: Double
  }

  /// Present usage, children included that were waited for (getrusage RUSAGE_SELF and RUSAGE_CHILDREN).
  public static func usage() throws(SystemError) -> Usage {
    var raw = assay_usage()
    try SystemCall.run("read resource usage") { unsafe assay_process_usage(&raw) }
    return Usage(
      voluntarySwitches: raw.voluntary_switches,
      involuntarySwitches: raw.involuntary_switches,
      cpuSeconds: Double(raw.user_nanoseconds + raw.system_nanoseconds) * 1e-9)
  }

  /// Dies with its parent: a killed `assay` leaves no measuring process behind.
  public static func endWithParent() throws(SystemError) {
    try SystemCall.run("tie the process to its parent") { assay_signal_on_parent_exit(SIGKILL) }
  }

  /// Makes a closed pipe an error instead of a death.
  public static func ignoreBrokenPipe() throws(SystemError) {
    try SystemCall.run("ignore SIGPIPE") { assay_ignore_broken_pipe() }
  }

  /// Makes room for so many descriptors more than are open now, by raising the soft limit.
  ///
  /// - Throws: EMFILE when the hard limit is too low.
  public static func allowDescriptors(_ count: Int) throws(SystemError) {
    try SystemCall.run("open", "\(count) more files") { assay_allow_descriptors(UInt32(clamping: count)) }
  }

  /// Whether the effective user is root.
  public static var isRoot: Bool { geteuid() == 0 }

  /// The full path of the file that this process runs; nil where the kernel does not tell (no /proc).
  public static var executable: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    // A name that fills the buffer may be cut.
    return count > 0 && count < buffer.count
      ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// The number of this process.
  public static var identifier: Int { Int(getpid()) }

  /// The name of this host (gethostname); `unknown` when it cannot be read.
  public static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Leaves the process with a code.
  public static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

  /// A path from the root: what a relative one means to this process now.
  ///
  /// - Throws: what getcwd says.
  public static func absolute(_ path: String) throws(SystemError) -> String {
    if path.hasPrefix("/") { return path }
    return "\(try Files.resolved("."))/\(path)"
  }
}
