internal import Platform

/// What `/proc/meminfo` says of the machine's memory, in bytes; nil for what it does not say.
public struct MemoryInfo: Sendable, Equatable {
  /// All memory that the kernel manages.
  public let totalBytes: UInt64?
  /// Memory that new work could get without swapping.
  public let availableBytes: UInt64?
  /// Swap space.
  public let swapTotalBytes: UInt64?
  /// Swap space in no use.
  public let swapFreeBytes: UInt64?

  /// Reads it; nil when there is no such file.
  public init?(root: HostRoot) {
    guard let text = root.text("proc/meminfo") else { return nil }
    self.init(text: text)
  }

  /// Reads the file's text; its `kB` are 1,024 bytes.
  public init(text: String) {
    var values: [Substring: UInt64] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count == 3, words[2] == "kB", let value = UInt64(words[1]) else { continue }
      let (bytes, overflow) = value.multipliedReportingOverflow(by: 1024)
      if !overflow { values[words[0].dropLast()] = bytes }
    }
    totalBytes = values["MemTotal"]
    availableBytes = values["MemAvailable"]
    swapTotalBytes = values["SwapTotal"]
    swapFreeBytes = values["SwapFree"]
  }
}
