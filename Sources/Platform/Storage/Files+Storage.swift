internal import CPlatform
import Glibc

extension Files {
  /// The path without links and dots, from the root.
  ///
  /// - Throws: ENOENT when it is not there; what realpath says otherwise.
  public static func resolved(_ path: String) throws(SystemError) -> String {
    var resolved = path
    try SystemCall.runSettingErrno("resolve", path) {
      guard let found = unsafe realpath(path, nil) else { return -1 }
      defer { unsafe free(found) }
      resolved = unsafe String(cString: found)
      return 0
    }
    return resolved
  }

  /// Bytes from a place on, of a file or a block device; fewer where it ends.
  ///
  /// - Throws: EACCES when it may not be read; EIO when the medium does not give them.
  public static func bytes(
    _ path: String, from offset: Int, count: Int
  ) throws(SystemError) -> [UInt8] {
    let file = try OwnedDescriptor(reading: path)
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let step = try SystemCall.runSettingErrno("read", path) {
        unsafe bytes.withUnsafeMutableBytes {
          unsafe pread(
            file.number, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(offset + done))
        }
      }
      if step == 0 { break }
      done += step
    }
    return Array(bytes[..<done])
  }

  /// Bytes that may still be written to the file system of a path (statvfs); what it keeps for root is not counted, for
  /// root as well.
  ///
  /// - Throws: ENOENT when the path is not there; what statvfs says otherwise.
  public static func freeBytes(at path: String) throws(SystemError) -> Int {
    var facts = statvfs()
    try SystemCall.runSettingErrno("ask for the free space at", path) { unsafe Int(statvfs(path, &facts)) }
    let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
    return overflow ? Int.max : Int(clamping: bytes)
  }

  /// What may be done with a path.
  public enum Access: Sendable {
    case read, write
    fileprivate var mode: Int32 { self == .read ? R_OK : W_OK }
  }

  /// Looks whether this process may read or write a path; links are followed.
  ///
  /// - Throws: EACCES when the permissions forbid it; EROFS to write on a file system that is mounted read-only.
  public static func check(_ access: Access, of path: String) throws(SystemError) {
    try SystemCall.runSettingErrno(access == .read ? "read" : "write to", path) {
      unsafe Int(Glibc.access(path, access.mode))
    }
  }

  /// What direct I/O on a file must be a multiple of.
  public struct DirectAlignment: Sendable, Equatable {
    /// The address in memory, in bytes; 0 where the file has no direct I/O.
    public let memoryBytes: Int
    /// Offset and length in the file, in bytes; 0 where the file has no direct I/O.
    public let offsetBytes: Int
  }

  /// What the file system demands of direct I/O on a file or device; links are followed.
  ///
  /// - Returns: nil when it does not tell: before Linux 6.1, and on file systems that were not taught to.
  /// - Throws: ENOENT when the path is not there; what statx says otherwise.
  public static func directAlignment(of path: String) throws(SystemError) -> DirectAlignment? {
    var memory: UInt32 = 0
    var offset: UInt32 = 0
    let isTold = try SystemCall.run("look at", path) {
      unsafe assay_direct_alignment(path, &memory, &offset)
    }
    return isTold == 0 ? nil : DirectAlignment(memoryBytes: Int(memory), offsetBytes: Int(offset))
  }

  /// How many of a regular file's first bytes were ever written: neither a hole nor space that was only reserved
  /// (fallocate). Reads of the others do not reach the device. What waits in the page cache is written out first.
  ///
  /// - Returns: nil when the file system does not tell (FIEMAP).
  /// - Throws: EACCES when the file may not be read; EIO when what was waiting could not be written.
  public static func writtenBytes(of path: String, upTo byteCount: Int) throws(SystemError) -> Int? {
    precondition(byteCount >= 0)
    var written: UInt64 = 0
    do {
      try SystemCall.run("ask for the extents of", path) {
        unsafe assay_written_bytes(path, UInt64(byteCount), &written)
      }
    } catch {
      if [EOPNOTSUPP, ENOTTY, EINVAL, EBADR].contains(error.code) { return nil }
      throw error
    }
    return Int(clamping: written)
  }

  /// Whether the kernel itself uses a block device: mounted in any namespace, swap, part of a RAID or of a mapper.
  ///
  /// - Throws: EACCES when the device may not be read; what open says otherwise.
  public static func isClaimedByKernel(_ device: String) throws(SystemError) -> Bool {
    do {
      _ = try DeviceClaim(device)
      return false
    } catch {
      if error.code == EBUSY { return true }
      throw error
    }
  }
}
