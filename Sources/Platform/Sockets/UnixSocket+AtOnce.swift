internal import CPlatform
import Glibc

/// Calls that never wait, for a thread that serves several sockets: `SocketSet` tells it which are ready.
extension UnixSocket {
  /// Reads what is there into a part of a buffer.
  ///
  /// - Parameter range: within the buffer, not empty.
  /// - Returns: how many bytes; 0 when the other side has ended, nil when there is nothing now.
  /// - Throws: ECONNRESET when the other side closed it with something unread; EINVAL for a range that is none.
  public func receive(into buffer: inout [UInt8], at range: Range<Int>) throws(SystemError) -> Int? {
    try check(range, within: buffer.count, "read from")
    return try atOnce("read from") {
      unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let start = bytes.baseAddress else { return -Int(EINVAL) }
        return unsafe assay_socket_receive(descriptor.number, start + range.lowerBound, range.count)
      }
    }
  }

  /// Writes as much as fits of a part of a buffer.
  ///
  /// - Parameter range: within the buffer, not empty.
  /// - Returns: how many bytes; nil when nothing fits now.
  /// - Throws: EPIPE when the other side is gone or reads no more; EINVAL for a range that is none.
  public func send(_ buffer: [UInt8], at range: Range<Int>) throws(SystemError) -> Int? {
    try check(range, within: buffer.count, "write to")
    return try atOnce("write to") {
      unsafe buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return -Int(EINVAL) }
        return unsafe assay_socket_send(descriptor.number, start + range.lowerBound, range.count)
      }
    }
  }

  /// Writes no more: the other side reads the end after what was written.
  public func endWriting() {
    // Fails only where the other side is gone, which is as good.
    _ = assay_socket_end_writing(descriptor.number)
  }

  /// Reads no more: the other side's next write is refused (EPIPE).
  public func endReading() {
    _ = assay_socket_end_reading(descriptor.number)
  }

  private func check(_ range: Range<Int>, within count: Int, _ operation: String) throws(SystemError) {
    // No bytes would look like the end.
    if range.isEmpty || range.lowerBound < 0 || range.upperBound > count {
      throw SystemError(code: EINVAL, operation: operation, subject: subject)
    }
  }

  private func atOnce(_ operation: String, _ call: () -> Int) throws(SystemError) -> Int? {
    while true {
      let result = call()
      if result >= 0 { return result }
      if result == -Int(EAGAIN) { return nil }
      if result != -Int(EINTR) {
        throw SystemError(code: Int32(-result), operation: operation, subject: subject)
      }
    }
  }
}
