internal import CPlatform
import Glibc

/// A block device that is kept from any other use: while this lives, the kernel lets nobody mount it, swap to it, or make
/// it a part of something else. Others may still open it, unless they ask for it exclusively too.
public final class DeviceClaim: Sendable {
  private let descriptor: Int32

  /// Claims a device (O_EXCL).
  ///
  /// - Throws: EBUSY when it is in use, in another namespace too; EACCES when it may not be read.
  public init(_ device: String) throws(SystemError) {
    descriptor = Int32(try SystemCall.run("claim", device) { unsafe assay_open_claiming(device) })
  }

  deinit { close(descriptor) }
}
