internal import CPlatform
import Glibc
import Synchronization

/// A file in memory, without a name: written by this process, opened by others, on no disk, gone with its last user.
public final class MemoryFile: Sendable {
  private static let subject = "a file in memory"
  let descriptor: OwnedDescriptor
  private let written = Mutex(0)

  /// An empty file.
  public init() throws(SystemError) {
    descriptor = OwnedDescriptor(
      owning: Int32(try SystemCall.run("make a file in memory") { assay_iofile_in_memory() }))
  }

  /// Bytes appended so far.
  public var byteCount: Int { written.withLock { $0 } }

  /// Adds bytes at the end.
  ///
  /// - Throws: ENOMEM or ENOSPC where there is no memory for them.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    try written.withLock { count throws(SystemError) in
      try descriptor.write(bytes, subject: Self.subject)
      count += bytes.count
    }
  }

  /// Makes the file so long; what is added is zeros that take no memory until somebody writes there.
  public func resize(to byteCount: Int) throws(SystemError) {
    try SystemCall.runSettingErrno("resize", Self.subject) { Int(ftruncate(descriptor.number, byteCount)) }
  }

  /// The bytes in it now, whoever wrote them.
  public var length: Int {
    get throws(SystemError) {
      var facts = stat()
      try SystemCall.runSettingErrno("look at", Self.subject) {
        unsafe Int(fstat(descriptor.number, &facts))
      }
      return Int(facts.st_size)
    }
  }

  /// The last bytes in it, at most so many, whoever wrote them.
  public func last(_ count: Int) throws(SystemError) -> [UInt8] {
    let end = try length
    var bytes = [UInt8](repeating: 0, count: min(max(0, count), end))
    var done = 0
    while done < bytes.count {
      let read = try SystemCall.runSettingErrno("read", Self.subject) {
        unsafe bytes.withUnsafeMutableBytes {
          unsafe pread(
            descriptor.number, $0.baseAddress?.advanced(by: done), $0.count - done, end - $0.count + done)
        }
      }
      if read == 0 { break }
      done += read
    }
    return Array(bytes[..<done])
  }

  /// A second file with the same content. Holes stay holes, so that a disk that is mostly empty copies fast.
  ///
  /// Nobody may write meanwhile.
  public func copy() throws(SystemError) -> MemoryFile {
    let copy = try MemoryFile()
    let end = try length
    try copy.resize(to: end)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var offset = 0
    while offset < end, let (start, stop) = try data(from: offset) {
      offset = start
      while offset < stop {
        let count = try SystemCall.runSettingErrno("read", Self.subject) {
          unsafe chunk.withUnsafeMutableBytes {
            unsafe pread(descriptor.number, $0.baseAddress, min($0.count, stop - offset), offset)
          }
        }
        if count == 0 { break }
        try copy.write(chunk, count: count, at: offset)
        offset += count
      }
    }
    return copy
  }

  /// Where the next bytes stand that are no hole; nil after the last.
  private func data(from offset: Int) throws(SystemError) -> (start: Int, stop: Int)? {
    do {
      let start = try SystemCall.run("look for data in", Self.subject) {
        assay_seek_data(descriptor.number, offset)
      }
      let stop = try SystemCall.run("look for data in", Self.subject) {
        assay_seek_hole(descriptor.number, start)
      }
      return (start, stop)
    } catch {
      if error.code == ENXIO { return nil }
      throw error
    }
  }

  private func write(_ bytes: [UInt8], count: Int, at offset: Int) throws(SystemError) {
    var done = 0
    while done < count {
      done += try SystemCall.runSettingErrno("write", Self.subject) {
        unsafe bytes.withUnsafeBytes {
          unsafe pwrite(descriptor.number, $0.baseAddress?.advanced(by: done), count - done, offset + done)
        }
      }
    }
  }

  /// A path by which other processes of this user can open it while this process has it open.
  public var pathForOthers: String { "/proc/\(CurrentProcess.identifier)/fd/\(descriptor.number)" }
}
