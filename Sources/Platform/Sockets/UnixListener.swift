internal import CPlatform
import Glibc
import Synchronization

/// A socket file that others connect to; removed when its owner lets go of it.
public final class UnixListener: Sendable {
  let descriptor: OwnedDescriptor
  /// The kernel does not tell one that was shut down from one that nobody connects to (EAGAIN for both).
  private let isShut = Atomic(false)
  /// The file.
  public let path: String

  /// Makes the file, which must not be there, and listens.
  ///
  /// - Throws: EADDRINUSE when the name is taken, ENAMETOOLONG from 108 bytes on.
  public init(at path: String) throws(SystemError) {
    descriptor = OwnedDescriptor(
      owning: Int32(try SystemCall.run("listen at", path) { unsafe assay_socket_listen(path) }))
    self.path = path
  }

  deinit { unsafe unlink(path) }

  /// Waits for the next connection.
  ///
  /// - Throws: ETIMEDOUT at the deadline; EINVAL after `shutDown()`.
  public func accept(until deadline: Deadline) throws(SystemError) -> UnixSocket {
    while true {
      guard !isShut.load(ordering: .acquiring) else {
        throw SystemError(code: EINVAL, operation: "accept a connection at", subject: path)
      }
      guard try deadline.wait(for: POLLIN, on: descriptor.number, subject: path) else {
        throw SystemError(code: ETIMEDOUT, operation: "accept a connection at", subject: path)
      }
      do {
        let number = try SystemCall.run("accept a connection at", path) {
          assay_socket_accept(descriptor.number)
        }
        return UnixSocket(owning: Int32(number), subject: path)
      } catch {
        // Somebody else took it, or it was gone before it was taken.
        if error.code != EAGAIN && error.code != ECONNABORTED { throw error }
      }
    }
  }

  /// Accepts nobody any more: a thread that waits here gets an error.
  public func shutDown() {
    isShut.store(true, ordering: .releasing)
    _ = assay_socket_shut(descriptor.number)
  }
}
