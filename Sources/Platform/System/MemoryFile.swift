internal import CPlatform
import Glibc

/// A file in memory, without a name: written by this process, read by others, on no disk, gone with its last user.
public final class MemoryFile {
  private let descriptor: OwnedDescriptor
  /// Bytes written so far.
  public private(set) var byteCount = 0

  /// An empty file.
  public init() throws(SystemError) {
    descriptor = OwnedDescriptor(
      owning: Int32(try SystemCall.run("make a file in memory") { assay_iofile_in_memory() }))
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: ENOMEM or ENOSPC where there is no memory for them.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    try descriptor.write(bytes, subject: "a file in memory")
    byteCount += bytes.count
  }

  /// A path by which other processes of this user can open it while this process has it open.
  public var pathForOthers: String { "/proc/\(CurrentProcess.identifier)/fd/\(descriptor.number)" }
}
