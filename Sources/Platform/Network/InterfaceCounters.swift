import Glibc

/// What a network interface has carried.
public struct InterfaceCounters: Sendable, Equatable {
  /// Bytes that came in, with the headers of the link (what the kernel hands over in one piece has one header).
  public var receivedBytes: UInt64
  /// Bytes that went out.
  public var sentBytes: UInt64

  /// Reads those of an interface in the network of the calling thread (`/proc/thread-self/net/dev`).
  ///
  /// - Throws: ENODEV when there is no such interface.
  public init(of interface: String) throws(SystemError) {
    let path = "/proc/thread-self/net/dev"
    guard let counters = Self.parse(try Files.text(path), interface: interface) else {
      throw SystemError(code: ENODEV, operation: "read the counters of", subject: "interface \(interface)")
    }
    self = counters
  }

  init(receivedBytes: UInt64, sentBytes: UInt64) {
    self.receivedBytes = receivedBytes
    self.sentBytes = sentBytes
  }

  /// `  eth0: RECEIVED packets errs drop fifo frame compressed multicast SENT …` after two lines of titles.
  static func parse(_ text: String, interface: String) -> InterfaceCounters? {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingSpace() == interface else { continue }
      let numbers = parts[1].split(separator: " ")
      guard numbers.count > 8, let received = UInt64(numbers[0]), let sent = UInt64(numbers[8]) else {
        return nil
      }
      return InterfaceCounters(receivedBytes: received, sentBytes: sent)
    }
    return nil
  }
}
