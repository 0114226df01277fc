internal import CPlatform
import Glibc

/// An open file or block device that I/O loops read and write; closed with its last owner.
public final class DirectFile: Sendable {
  /// How a file is opened.
  public struct Mode: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt32
    /// A mode of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// For writing too.
    public static let writes = Mode(rawValue: UInt32(ASSAY_IOFILE_WRITES))
    /// Past the page cache (O_DIRECT).
    public static let direct = Mode(rawValue: UInt32(ASSAY_IOFILE_DIRECT))
    /// Every write is durable when it ends (O_DSYNC).
    public static let durable = Mode(rawValue: UInt32(ASSAY_IOFILE_DURABLE))
    /// A symbolic link is refused with ELOOP.
    public static let noLink = Mode(rawValue: UInt32(ASSAY_IOFILE_NO_LINK))
  }

  let descriptor: Int32
  /// What it is called in messages.
  public let name: String

  /// Opens an existing file or device.
  ///
  /// - Throws: what open says; EINVAL where the file system has no direct I/O.
  public init(_ path: String, _ mode: Mode) throws(SystemError) {
    descriptor = Int32(
      try SystemCall.run("open", path) { unsafe assay_iofile_open(path, mode.rawValue) })
    name = path
  }

  /// Makes a file without a name in a directory: it is gone when its last user is, however that one ends.
  public init(temporaryIn directory: String, _ mode: Mode) throws(SystemError) {
    descriptor = Int32(
      try SystemCall.run("make a temporary file in", directory) {
        unsafe assay_iofile_temporary(directory, mode.rawValue)
      })
    name = "the temporary file in \(directory)"
  }

  deinit { close(descriptor) }

  /// A path by which other processes of this user can open the file while this one has it open.
  public var pathForOthers: String { "/proc/\(CurrentProcess.identifier)/fd/\(descriptor)" }

  /// Bytes.
  public var byteCount: UInt64 {
    get throws(SystemError) {
      var bytes: UInt64 = 0
      try SystemCall.run("read the size of", name) { unsafe assay_iofile_size(descriptor, &bytes) }
      return bytes
    }
  }

  /// Writes the first `byteCount` bytes of a buffer.
  ///
  /// - Throws: what pwrite says; EIO when the file takes no more.
  public func write(_ buffer: MemoryBuffer, byteCount: Int, at offset: UInt64) throws(SystemError) {
    precondition((0...buffer.byteCount).contains(byteCount))
    try SystemCall.run("write", "\(name) at byte \(offset)") {
      unsafe assay_iofile_write(descriptor, buffer.address, byteCount, offset)
    }
  }

  /// Reads `byteCount` bytes into the start of a buffer.
  ///
  /// - Returns: how many were read: fewer where the file ends before.
  /// - Throws: what pread says.
  public func read(_ buffer: MemoryBuffer, byteCount: Int, at offset: UInt64) throws(SystemError) -> Int {
    precondition((0...buffer.byteCount).contains(byteCount))
    return try SystemCall.run("read", "\(name) at byte \(offset)") {
      unsafe assay_iofile_read(descriptor, buffer.address, byteCount, offset)
    }
  }

  /// Makes all that was written durable.
  public func sync() throws(SystemError) {
    try SystemCall.runSettingErrno("sync", name) { Int(fsync(descriptor)) }
  }
}
