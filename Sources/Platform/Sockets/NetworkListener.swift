internal import CPlatform
import Glibc
import Synchronization

/// An IPv4 or IPv6 address that others connect to, in the network of the thread that makes it.
public final class NetworkListener: Sendable {
  private let descriptor: OwnedDescriptor
  private let isShut = Atomic(false)
  /// Where it listens: the port is the one that was taken where any was asked for.
  public let address: NetworkAddress

  /// Listens. At `::`, every address of the host, IPv4 ones included.
  ///
  /// - Parameter address: one of this network's own; port 0 takes any that is free.
  /// - Throws: EADDRINUSE when the port is taken, EADDRNOTAVAIL for an address of somebody else, EACCES for a port that is
  ///   root's, EAFNOSUPPORT without IPv6.
  public init(at address: NetworkAddress) throws(SystemError) {
    let (operation, subject) = ("listen at", address.description)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let made = OwnedDescriptor(
      owning: Int32(
        try SystemCall.runSettingErrno(operation, subject) { Int(socket(address.family, kind, 0)) }))
    let number = made.number
    func set(_ level: Int32, _ name: Int32, _ value: Int32) throws(SystemError) {
      var value = value
      try SystemCall.runSettingErrno(operation, subject) {
        unsafe Int(setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size)))
      }
    }
    // What the last one here left in TIME_WAIT is no reason to fail.
    try set(SOL_SOCKET, SO_REUSEADDR, 1)
    if address.family == AF_INET6 { try set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
    try SystemCall.run(operation, subject) {
      unsafe address.withKernelForm { start, length in
        unsafe bind(number, start, length) == 0 ? 0 : -Int(errno)
      }
    }
    try SystemCall.runSettingErrno(operation, subject) { Int(listen(number, 128)) }
    let bound = unsafe NetworkAddress { start, length in unsafe getsockname(number, start, length) }
    guard let bound else { throw SystemError(code: EIO, operation: operation, subject: subject) }
    self.address = bound
    descriptor = made
  }

  /// Waits for the next connection.
  ///
  /// - Throws: ETIMEDOUT at the deadline; EINVAL after `shutDown()`.
  public func accept(until deadline: Deadline) throws(SystemError) -> TCPConnection {
    let (operation, subject) = ("accept a connection at", address.description)
    while true {
      guard !isShut.load(ordering: .acquiring) else {
        throw SystemError(code: EINVAL, operation: operation, subject: subject)
      }
      guard try deadline.wait(for: Int32(POLLIN), on: descriptor.number, subject: subject) else {
        throw SystemError(code: ETIMEDOUT, operation: operation, subject: subject)
      }
      let result = assay_socket_accept(descriptor.number)
      if result >= 0 {
        let connection = OwnedDescriptor(owning: Int32(result))
        let number = connection.number
        let peer = unsafe NetworkAddress { start, length in unsafe getpeername(number, start, length) }
        do throws(SystemError) {
          return try TCPConnection(connection, peer: peer?.description ?? "somebody at \(subject)")
        } catch {
          // Gone before it was taken: the kernel does not let options of such a one be set.
          continue
        }
      }
      // Interrupted, taken by somebody else, or gone before it was taken.
      if ![EINTR, EAGAIN, ECONNABORTED].contains(Int32(-result)) && !isShut.load(ordering: .acquiring) {
        throw SystemError(code: Int32(-result), operation: operation, subject: subject)
      }
    }
  }

  /// Accepts nobody any more: a thread that waits here gets an error.
  public func shutDown() {
    isShut.store(true, ordering: .releasing)
    _ = assay_socket_shut(descriptor.number)
  }
}
