internal import CPlatform
import Glibc

/// One end of a connection by a Unix stream socket. No call waits beyond its deadline, and a peer that is gone is an
/// end or an error, never a signal.
///
/// Several threads may use it: one that reads, one that writes, one that ends both by `shutDown()`.
public final class UnixSocket: Sendable {
  let descriptor: OwnedDescriptor
  /// What it is, for messages.
  let subject: String

  /// Takes over a connected socket.
  init(owning number: Int32, subject: String) {
    descriptor = OwnedDescriptor(owning: number)
    self.subject = subject
  }

  /// Two ends in this process.
  public static func pair() throws(SystemError) -> (UnixSocket, UnixSocket) {
    let ends = try rawPair()
    return (
      UnixSocket(owning: ends.0, subject: "a socket pair"),
      UnixSocket(owning: ends.1, subject: "a socket pair")
    )
  }

  static func rawPair() throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    try SystemCall.run("make", "a socket pair") { unsafe assay_socket_pair(&ends) }
    return (ends[0], ends[1])
  }

  /// Connects to a socket file.
  ///
  /// - Throws: ENOENT without the file, ECONNREFUSED when nobody listens there any more, ETIMEDOUT when the queue
  ///   stays full, ENAMETOOLONG from 108 bytes on.
  public static func connect(to path: String, until deadline: Deadline) throws(SystemError) -> UnixSocket {
    do {
      let number = try SystemCall.run("connect to", path) {
        unsafe assay_socket_connect(path, deadline.nanosecondsLeft / 1000)
      }
      return UnixSocket(owning: Int32(number), subject: path)
    } catch {
      guard error.code == EAGAIN else { throw error }
      throw SystemError(code: ETIMEDOUT, operation: "connect to", subject: path)
    }
  }

  /// Waits until there is something to read, the end included.
  ///
  /// - Returns: false when the time is over.
  public func waitToRead(until deadline: Deadline) throws(SystemError) -> Bool {
    try deadline.wait(for: POLLIN, on: descriptor.number, subject: subject)
  }

  /// Reads what is there, as much as the buffer holds; waits for the first byte.
  ///
  /// - Returns: how many bytes; 0 when the other side has ended.
  /// - Throws: ETIMEDOUT at the deadline; ECONNRESET when the other side closed it with something unread.
  public func read(into buffer: inout [UInt8], until deadline: Deadline) throws(SystemError) -> Int {
    // No bytes would look like the end.
    if buffer.isEmpty { throw SystemError(code: EINVAL, operation: "read from", subject: subject) }
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let start = bytes.baseAddress else { return -Int(EINVAL) }
        return unsafe assay_socket_receive(descriptor.number, start, bytes.count)
      }
      if let done = try settle(count, "read from", POLLIN, deadline) { return done }
    }
  }

  /// Writes all bytes.
  ///
  /// - Throws: ETIMEDOUT at the deadline, when an unknown part is written; EPIPE when the other side is gone.
  public func write(_ bytes: some Sequence<UInt8>, until deadline: Deadline) throws(SystemError) {
    try write(Array(bytes), count: nil, until: deadline)
  }

  /// Writes the first `count` bytes of a buffer; all where it is nil.
  public func write(_ buffer: [UInt8], count: Int?, until deadline: Deadline) throws(SystemError) {
    var offset = 0
    let end = min(count ?? buffer.count, buffer.count)
    while offset < end {
      let sent = unsafe buffer.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return -Int(EINVAL) }
        return unsafe assay_socket_send(descriptor.number, start + offset, end - offset)
      }
      if let done = try settle(sent, "write to", POLLOUT, deadline) { offset += done }
    }
  }

  /// Ends both directions: a thread that waits here, and the other side, see the end.
  public func shutDown() {
    // Fails only where the other side did it before.
    _ = assay_socket_shut(descriptor.number)
  }

  /// The result of a call that does not wait; nil to try again, after it was waited for the socket to be ready.
  private func settle(_ result: Int, _ operation: String, _ events: Int32, _ deadline: Deadline)
    throws(SystemError) -> Int?
  {
    if result >= 0 { return result }
    if result == -Int(EINTR) { return nil }
    guard result == -Int(EAGAIN) else {
      throw SystemError(code: Int32(-result), operation: operation, subject: subject)
    }
    if try deadline.wait(for: events, on: descriptor.number, subject: subject) { return nil }
    throw SystemError(code: ETIMEDOUT, operation: operation, subject: subject)
  }
}
