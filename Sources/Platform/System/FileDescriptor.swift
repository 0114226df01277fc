internal import CPlatform
import Glibc

/// A file descriptor that is closed when its owner lets go of it.
struct OwnedDescriptor: ~Copyable {
  let number: Int32

  /// Takes over an open descriptor.
  init(owning number: Int32) { self.number = number }

  /// Opens for reading.
  init(reading path: String) throws(SystemError) {
    number = Int32(try SystemCall.run("open", path) { unsafe assay_open_read(path) })
  }

  /// Creates a file that must not exist, links included.
  init(creating path: String, mode: UInt32) throws(SystemError) {
    number = Int32(try SystemCall.run("create", path) { unsafe assay_create_exclusive(path, mode) })
  }

  /// Opens a directory, to sync it.
  init(directory path: String) throws(SystemError) {
    number = Int32(try SystemCall.run("open", path) { unsafe assay_open_directory(path) })
  }

  deinit { close(number) }

  /// Writes all bytes; a short write is continued.
  func write(_ bytes: [UInt8], subject: String) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
      offset += try SystemCall.runSettingErrno("write", subject) {
        unsafe bytes.withUnsafeBytes {
          unsafe Glibc.write(number, $0.baseAddress?.advanced(by: offset), $0.count - offset)
        }
      }
    }
  }

  /// Reads to the end, at most `limit` bytes; more is an EFBIG error.
  ///
  /// - Parameter start: bytes of a file that are passed over; only what can be sought has any.
  func readAll(from start: Int = 0, limit: Int, subject: String) throws(SystemError) -> [UInt8] {
    if start > 0 {
      try SystemCall.runSettingErrno("read", subject) { Int(lseek(number, off_t(start), SEEK_SET)) }
    }
    // Most are short, and for some of its files the kernel clears as much memory as it is asked for.
    var most = Self.shortFile
    var bytes: [UInt8] = []
    while true {
      let more = try read(upTo: most, subject: subject)
      if more.isEmpty { return bytes }
      bytes += more
      if bytes.count > limit { throw SystemError(code: EFBIG, operation: "read", subject: subject) }
      if most == Self.shortFile, bytes.count == most {
        most = Self.longRead
        // Others of the kernel's files tell only once: what may not have fitted is asked for again, from the start.
        if lseek(number, off_t(start), SEEK_SET) == start { bytes = [] }
      }
    }
  }

  private static let shortFile = 1 << 12
  private static let longRead = 1 << 16

  /// Reads once; nothing at the end of the file.
  private func read(upTo most: Int, subject: String) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      do throws(SystemError) {
        count = try SystemCall.runSettingErrno("read", subject) {
          unsafe Glibc.read(number, buffer.baseAddress, most)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Gives the file the permissions of another and, as root may, its owner and group.
  func take(ownerAndModeOf other: stat, subject: String) throws(SystemError) {
    if CurrentProcess.isRoot {
      try SystemCall.runSettingErrno("keep the owner of", subject) {
        Int(fchown(number, other.st_uid, other.st_gid))
      }
    }
    try SystemCall.runSettingErrno("keep the mode of", subject) { Int(fchmod(number, other.st_mode & 0o777)) }
  }

  /// Makes the content durable.
  func sync(subject: String) throws(SystemError) {
    try SystemCall.runSettingErrno("sync", subject) { Int(fsync(number)) }
  }
}
