import Glibc

/// One end of a TCP connection, IPv4 or IPv6, for measuring: what sends or receives is one system call that waits by
/// itself, at most ``patience`` long. A peer that is gone is an end or an error, never a signal. Small pieces are sent at
/// once (TCP_NODELAY).
///
/// Two threads may use it: one that sends, one that receives.
public final class TCPConnection: Sendable {
  /// How long one call waits for the other side unless `limit(eachCall:)` says otherwise.
  public static let patience = Duration.seconds(10)

  private let descriptor: OwnedDescriptor
  /// The other side, for messages: `10.77.0.2:9707`.
  public let peer: String

  /// Takes over a connected socket that blocks.
  init(_ descriptor: consuming OwnedDescriptor, peer: String) throws(SystemError) {
    self.descriptor = descriptor
    self.peer = peer
    try set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
    try limit(eachCall: Self.patience)
  }

  /// Connects, from the network of the calling thread.
  ///
  /// - Throws: ECONNREFUSED when nobody listens there, ETIMEDOUT at the deadline, ENETUNREACH or EHOSTUNREACH without a
  ///   way there.
  public static func connect(
    to address: NetworkAddress, until deadline: Deadline
  ) throws(SystemError) -> TCPConnection {
    let (operation, subject) = ("connect to", address.description)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let made = OwnedDescriptor(
      owning: Int32(
        try SystemCall.runSettingErrno(operation, subject) { Int(socket(address.family, kind, 0)) }))
    let number = made.number
    try SystemCall.run(operation, subject) {
      unsafe address.withKernelForm { start, length in
        if unsafe Glibc.connect(number, start, length) == 0 { return 0 }
        // An interrupted one goes on as well.
        return errno == EINPROGRESS || errno == EINTR ? 0 : -Int(errno)
      }
    }
    guard try deadline.wait(for: Int32(POLLOUT), on: number, subject: subject) else {
      throw SystemError(code: ETIMEDOUT, operation: operation, subject: subject)
    }
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    try SystemCall.runSettingErrno(operation, subject) {
      unsafe Int(getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &length))
    }
    if code != 0 { throw SystemError(code: code, operation: operation, subject: subject) }
    try SystemCall.runSettingErrno(operation, subject) {
      let flags = fcntl(number, F_GETFL, 0)
      return flags < 0 ? -1 : Int(fcntl(number, F_SETFL, flags & ~O_NONBLOCK))
    }
    return try TCPConnection(made, peer: subject)
  }

  /// Sets how long each call waits for the other side, from a microsecond on; then it fails with ETIMEDOUT.
  public func limit(eachCall duration: Duration) throws(SystemError) {
    let (seconds, attoseconds) = max(duration, .microseconds(1)).components
    // Zero would mean for ever.
    let time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    try set(SOL_SOCKET, SO_RCVTIMEO, time)
    try set(SOL_SOCKET, SO_SNDTIMEO, time)
  }

  /// Sends bytes from the beginning of a buffer; waits until there is room for all of them.
  ///
  /// - Parameter count: 1 to the buffer's length.
  /// - Returns: how many were taken: fewer than `count` when the time was over before.
  /// - Throws: ETIMEDOUT when none was taken in time; EPIPE or ECONNRESET when the other side is gone.
  public func send(_ buffer: [UInt8], count: Int) throws(SystemError) -> Int {
    try transfer("send to", count, within: buffer.count) {
      unsafe buffer.withUnsafeBytes { bytes in
        unsafe Glibc.send(descriptor.number, bytes.baseAddress, count, Int32(MSG_NOSIGNAL))
      }
    }
  }

  /// Receives what is there into the beginning of a buffer, at most `count` bytes; waits for the first.
  ///
  /// - Parameter count: 1 to the buffer's length.
  /// - Returns: how many bytes; 0 when the other side has ended.
  /// - Throws: ETIMEDOUT when nothing came in time; ECONNRESET when the other side is gone.
  public func receive(into buffer: inout [UInt8], count: Int) throws(SystemError) -> Int {
    try transfer("receive from", count, within: buffer.count) {
      unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor.number, bytes.baseAddress, count, 0)
      }
    }
  }

  /// Receives exactly `count` bytes, however they come.
  ///
  /// - Returns: fewer when the other side ended before.
  /// - Throws: ETIMEDOUT at the deadline.
  public func receive(exactly count: Int, until deadline: Deadline) throws(SystemError) -> [UInt8] {
    var received: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: max(1, count))
    while received.count < count {
      guard try deadline.wait(for: Int32(POLLIN), on: descriptor.number, subject: peer) else {
        throw SystemError(code: ETIMEDOUT, operation: "receive from", subject: peer)
      }
      let more = try receive(into: &piece, count: count - received.count)
      if more == 0 { break }
      received += piece[..<more]
    }
    return received
  }

  /// Whether `receive` would not wait: something is there, or the other side has ended.
  public func hasReceived() throws(SystemError) -> Bool {
    try Deadline(nanoseconds: 0).wait(for: Int32(POLLIN), on: descriptor.number, subject: peer)
  }

  /// Sends all bytes of something short: what the socket has room for at once.
  ///
  /// - Throws: ETIMEDOUT when there is no room in time.
  public func sendAll(_ bytes: [UInt8]) throws(SystemError) {
    var left = bytes
    while !left.isEmpty { left.removeFirst(try send(left, count: left.count)) }
  }

  /// The same connection for calls that each have a deadline.
  public func shared() throws(SystemError) -> UnixSocket {
    UnixSocket(owning: try duplicate(), subject: peer)
  }

  /// The same connection for a child: it is the child's alone once this object is gone.
  public func inherited() throws(SystemError) -> InheritedDescriptor {
    InheritedDescriptor(owning: try duplicate())
  }

  private func duplicate() throws(SystemError) -> Int32 {
    Int32(
      try SystemCall.runSettingErrno("share the connection to", peer) {
        Int(fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0))
      })
  }

  /// Forgets what was not sent yet when this object goes: the other side sees a broken connection, and the port is free
  /// at once.
  public func abandon() {
    // Fails for no open socket.
    try? set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
  }

  /// Ends both directions: a thread that waits here, and the other side, see the end.
  public func shutDown() {
    // Fails only where the other side did it before.
    _ = shutdown(descriptor.number, Int32(SHUT_RDWR))
  }

  private func set<Value: BitwiseCopyable>(_ level: Int32, _ name: Int32, _ value: Value) throws(SystemError)
  {
    var value = value
    try SystemCall.runSettingErrno("prepare the connection to", peer) {
      unsafe Int(setsockopt(descriptor.number, level, name, &value, socklen_t(MemoryLayout<Value>.size)))
    }
  }

  /// Calls until not interrupted. Not through `SystemCall`, whose look at what tests force takes time that is measured.
  private func transfer(
    _ operation: String, _ count: Int, within size: Int, _ call: () -> Int
  ) throws(SystemError) -> Int {
    guard count > 0, count <= size else {
      throw SystemError(code: EINVAL, operation: operation, subject: peer)
    }
    while true {
      let done = call()
      if done >= 0 { return done }
      let code = errno
      if code == EINTR { continue }
      throw SystemError(code: code == EAGAIN ? ETIMEDOUT : code, operation: operation, subject: peer)
    }
  }
}
