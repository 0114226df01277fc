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

  /// Reads to the end, at most `limit` bytes; a longer file is an EFBIG error.
  func readAll(limit: Int, subject: String) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try SystemCall.runSettingErrno("read", subject) {
        unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, $0.count) }
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      if bytes.count > limit { throw SystemError(code: EFBIG, operation: "read", subject: subject) }
    }
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
