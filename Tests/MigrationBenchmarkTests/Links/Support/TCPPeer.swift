import Glibc
import Platform

/// A TCP socket, made in the network of the thread that makes it. For tests alone: links are QEMU's to use.
final class TCPPeer: Sendable {
  private let number: Int32

  private init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  private static func make() throws -> TCPPeer {
    let made = try SystemCall.runSettingErrno("make", "a TCP socket") {
      Int(socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
    }
    let peer = TCPPeer(owning: Int32(made))
    // What must come comes within this time also on a busy machine.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe setsockopt(peer.number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    return peer
  }

  private func withAddress(
    _ address: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  )
    throws
  {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    unsafe inet_pton(AF_INET, address, &name.sin_addr)
    try SystemCall.runSettingErrno("use", "\(address):\(port)") {
      unsafe withUnsafePointer(to: &name) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Int(unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size)))
        }
      }
    }
  }

  /// Listens.
  static func listen(at address: String, _ port: UInt16) throws -> TCPPeer {
    let peer = try make()
    try unsafe peer.withAddress(address, port) { unsafe bind(peer.number, $0, $1) }
    try SystemCall.runSettingErrno("listen") { Int(Glibc.listen(peer.number, 4)) }
    return peer
  }

  /// Connects.
  static func connect(to address: String, _ port: UInt16) throws -> TCPPeer {
    let peer = try make()
    try unsafe peer.withAddress(address, port) { unsafe Glibc.connect(peer.number, $0, $1) }
    return peer
  }

  /// The next connection.
  func accept() throws -> TCPPeer {
    TCPPeer(
      owning: Int32(
        try SystemCall.runSettingErrno("accept") { Int(Glibc.accept(number, nil, nil)) }))
  }

  /// Sends so many bytes.
  func send(_ count: Int) throws {
    let chunk = [UInt8](repeating: 1, count: 1 << 17)
    var left = count
    while left > 0 {
      left -= try SystemCall.runSettingErrno("send") {
        unsafe Glibc.send(number, chunk, min(left, chunk.count), Int32(MSG_NOSIGNAL))
      }
    }
    shutdown(number, Int32(SHUT_WR))
  }

  /// Receives to the end, at most so many bytes.
  func receive(_ most: Int = .max) throws -> Int {
    var buffer = [UInt8](repeating: 0, count: 1 << 17)
    var count = 0
    while count < most {
      let more = try SystemCall.runSettingErrno("receive") {
        unsafe recv(number, &buffer, buffer.count, 0)
      }
      if more == 0 { break }
      count += more
    }
    return count
  }
}
