internal import CPlatform
import Glibc

/// A process that outlives this one: in a session of its own, without its terminal and descriptors.
public enum DetachedProcess {
  /// Starts this executable again with other arguments.
  ///
  /// - Parameter errors: a file that its messages are added to.
  /// - Returns: its number.
  /// - Throws: what open or posix_spawn says.
  @discardableResult
  public static func startSelf(_ arguments: [String], errors: String) throws(SystemError) -> Int {
    var words: [UnsafeMutablePointer<CChar>?] =
      unsafe (["assay"] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    return try SystemCall.run("start", "assay \(arguments.joined(separator: " "))") {
      unsafe assay_start_detached("/proc/self/exe", &words, errors)
    }
  }
}

/// A clock that goes on while the machine sleeps (CLOCK_BOOTTIME).
public enum BootClock {
  /// Seconds since the boot.
  public static func now() -> Double { Double(assay_boot_time()) * 1e-9 }

  /// Waits until that many seconds since the boot have passed.
  public static func wait(until seconds: Double) {
    assay_wait_boot_time(UInt64(max(0, seconds) * 1e9))
  }
}
