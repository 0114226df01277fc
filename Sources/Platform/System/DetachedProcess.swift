internal import CPlatform

/// A process that outlives this one: in a session of its own, without its terminal and descriptors.
public enum DetachedProcess {
  /// Starts this executable again with other arguments.
  ///
  /// - Parameter errors: a file that its messages are added to.
  /// - Returns: its number.
  /// - Throws: what open or posix_spawn says.
  @discardableResult
  public static func startSelf(_ arguments: [String], errors: String) throws(SystemError) -> Int {
    let words = ["assay"] + arguments
    return try SystemCall.run("start", "/proc/self/exe \(arguments.joined(separator: " "))") {
      unsafe withCStrings(words) { unsafe assay_start_detached("/proc/self/exe", $0, errors) }
    }
  }

  /// The words as a list for exec, ended by null.
  private static func withCStrings<Result>(
    _ words: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for word in words {
      starts.append(bytes.count)
      bytes += word.utf8.map { CChar(bitPattern: $0) } + [0]
    }
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      var pointers = unsafe starts.map { start -> UnsafeMutablePointer<CChar>? in
        unsafe buffer.baseAddress.map { unsafe $0 + start }
      }
      unsafe pointers.append(nil)
      return unsafe pointers.withUnsafeBufferPointer { list in
        // Never nil: the list has its end at least.
        unsafe body(list.baseAddress ?? UnsafePointer(bitPattern: 8).unsafelyUnwrapped)
      }
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
