internal import CPlatform
import Glibc

/// A file, a block device or a process's memory that is only read, at any place.
public final class SourceFile: Sendable {
  let descriptor: Int32
  /// What it is called in messages.
  public let path: String

  /// Opens for reading, and never waits for the other end of a pipe.
  ///
  /// - Parameter followingLinks: whether a symbolic link in the last place is followed; ELOOP otherwise.
  public init(_ path: String, followingLinks: Bool = true) throws(SystemError) {
    descriptor = Int32(
      try SystemCall.runSettingErrno("open", path) {
        unsafe Int(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)))
      })
    self.path = path
  }

  deinit { close(descriptor) }

  /// Bytes of a regular file or a block device.
  public var byteCount: UInt64 {
    get throws(SystemError) {
      var bytes: UInt64 = 0
      try SystemCall.run("read the size of", path) { unsafe assay_iofile_size(descriptor, &bytes) }
      return bytes
    }
  }

  /// Reads into a buffer, from a place in it on.
  ///
  /// - Returns: the bytes read; fewer than `byteCount` where the file ends before.
  public func read(
    into buffer: MemoryBuffer, at place: Int, byteCount: Int, from offset: UInt64
  ) throws(SystemError) -> Int {
    precondition(place >= 0 && byteCount >= 0 && byteCount <= buffer.byteCount - place)
    return unsafe try read(to: buffer.address + place, byteCount, from: offset)
  }

  /// Reads up to `byteCount` bytes; fewer where the file ends before.
  public func bytes(from offset: UInt64, count: Int) throws(SystemError) -> [UInt8] {
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { unsafe buffer.deallocate() }
    let got = unsafe try read(to: buffer, count, from: offset)
    return unsafe Array(UnsafeRawBufferPointer(start: buffer, count: got))
  }

  private func read(
    to address: UnsafeMutableRawPointer, _ count: Int, from offset: UInt64
  ) throws(SystemError) -> Int {
    var done = 0
    while done < count {
      let step = try SystemCall.runSettingErrno("read", path) {
        unsafe pread(
          descriptor, address + done, count - done, off_t(truncatingIfNeeded: offset + UInt64(done)))
      }
      if step == 0 { break }
      done += step
    }
    return done
  }
}
