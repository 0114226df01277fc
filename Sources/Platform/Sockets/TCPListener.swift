internal import CPlatform
import Glibc

/// An IPv4 address and port that others connect to, in the network of the thread that makes it; connections are used like
/// those of a socket file.
public final class TCPListener: Sendable {
  private let descriptor: OwnedDescriptor
  private let subject: String

  /// Listens.
  ///
  /// - Parameters:
  ///   - address: as `10.77.0.1`, one of this network's own.
  ///   - port: 1 to 65,535.
  /// - Throws: EADDRINUSE when the port is taken, EADDRNOTAVAIL for an address of somebody else, EINVAL for what is none.
  public init(at address: String, port: UInt16) throws(SystemError) {
    let subject = "\(address):\(port)"
    descriptor = OwnedDescriptor(
      owning: Int32(
        try SystemCall.run("listen at", subject) { unsafe assay_socket_listen_tcp(address, port) }))
    self.subject = subject
  }

  /// Waits for the next connection.
  ///
  /// - Throws: ETIMEDOUT at the deadline.
  public func accept(until deadline: Deadline) throws(SystemError) -> UnixSocket {
    while true {
      guard try deadline.wait(for: POLLIN, on: descriptor.number, subject: subject) else {
        throw SystemError(code: ETIMEDOUT, operation: "accept a connection at", subject: subject)
      }
      do {
        let number = try SystemCall.run("accept a connection at", subject) {
          assay_socket_accept(descriptor.number)
        }
        return UnixSocket(owning: Int32(number), subject: subject)
      } catch {
        // Gone before it was taken.
        if error.code != EAGAIN && error.code != ECONNABORTED { throw error }
      }
    }
  }
}

extension UnixSocket {
  /// Connects by TCP, from the network of the calling thread.
  ///
  /// - Throws: ECONNREFUSED when nobody listens there, ETIMEDOUT at the deadline, ENETUNREACH without a way there.
  public static func connect(
    toTCP address: String, port: UInt16, until deadline: Deadline
  ) throws(SystemError) -> UnixSocket {
    let subject = "\(address):\(port)"
    let number = try SystemCall.run("connect to", subject) {
      unsafe assay_socket_connect_tcp(address, port, deadline.nanosecondsLeft / 1000)
    }
    return UnixSocket(owning: Int32(number), subject: subject)
  }
}
