internal import CPlatform
import Glibc

/// A file that only grows: every `append` is one write at its end.
public final class AppendedFile: Sendable {
  private let descriptor: Int32
  /// Its path.
  public let path: String

  /// Opens a file, of this user and for this user only (mode 0600).
  ///
  /// - Parameter creating: makes it, and refuses one that is there; otherwise it is made where there is none.
  /// - Throws: EEXIST when it is to be made and is there; ELOOP for a symbolic link; what open says.
  public init(_ path: String, creating: Bool = false) throws(SystemError) {
    self.path = path
    let exclusive = creating ? O_EXCL : 0
    descriptor = Int32(
      try SystemCall.runSettingErrno("open", path) {
        unsafe Int(open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | exclusive, 0o600))
      })
  }

  deinit { close(descriptor) }

  /// Adds bytes by one write: all of them, or none.
  ///
  /// - Throws: what write says; ENOSPC where only a part found room, which is cut off again.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    let written = try SystemCall.runSettingErrno("write", path) {
      unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
    if written == bytes.count { return }
    try cut(to: Int(lseek(descriptor, 0, SEEK_END)) - written)
    throw SystemError(code: ENOSPC, operation: "write", subject: path)
  }

  /// Cuts off what stands behind the last line end: an entry that a kill or a power cut did not let be finished, behind
  /// which nothing could be read.
  ///
  /// - Throws: EFBIG where the last line is longer than `longestLine`.
  public func cutUnfinishedLine(longestLine: Int = 1 << 20) throws(SystemError) {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0 else { return }
    var length = min(Self.usualTail, longestLine)
    while true {
      let tail = try OwnedDescriptor(reading: path).readAll(
        from: max(0, size - length), limit: length, subject: path)
      if tail.last == UInt8(ascii: "\n") { return }
      if let end = tail.lastIndex(of: UInt8(ascii: "\n")) { return try cut(to: size - tail.count + end + 1) }
      if tail.count == size { return try cut(to: 0) }
      guard length < longestLine else {
        throw SystemError(code: EFBIG, operation: "end the line of", subject: path)
      }
      length = longestLine
    }
  }

  /// Nearly every file ends with a line end, and no line of ours is longer: the rest of it need not be read.
  private static let usualTail = 1 << 10

  /// Cuts off what stands behind the first bytes: a part of an entry that was never finished.
  public func cut(to byteCount: Int) throws(SystemError) {
    try SystemCall.runSettingErrno("cut", path) { Int(ftruncate(descriptor, off_t(byteCount))) }
  }

  /// Makes all that was added durable (fdatasync).
  public func sync() throws(SystemError) {
    try SystemCall.runSettingErrno("sync", path) { Int(fdatasync(descriptor)) }
  }

  /// Takes space on the disk for so many bytes beyond the end, so that adding them cannot fail for want of it.
  ///
  /// - Throws: ENOSPC or EDQUOT where there is none. File systems that cannot promise space do nothing.
  public func reserve(_ byteCount: Int) throws(SystemError) {
    do {
      try SystemCall.run("reserve space for", path) { assay_reserve(descriptor, UInt64(byteCount)) }
    } catch {
      if error.code != EOPNOTSUPP { throw error }
    }
  }
}

extension Files {
  /// Makes everything that was written to any file system durable (sync); it waits for the slowest disk.
  public static func syncEverything() { sync() }

  /// Makes names that were added to or removed from a directory durable.
  public static func syncDirectory(_ directory: String) throws(SystemError) {
    do {
      try OwnedDescriptor(directory: directory).sync(subject: directory)
    } catch {
      // Some network and FUSE file systems cannot sync a directory, and do not need to.
      if error.code != EINVAL { throw error }
    }
  }
}
