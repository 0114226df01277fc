internal import CPlatform
import Glibc

/// Pages in memory that are written to a device and read back, one call each: what swapping to it costs.
public final class PageMover: Sendable {
  /// Bytes of a page.
  public static let pageBytes = 4_096

  /// Which way pages go.
  public enum Way: Sendable { case write, read }

  private let file: DirectFile
  private let memory: MemoryBuffer
  /// Pages.
  public let count: Int

  /// Pages at the start of a buffer, which go to the start of a file.
  ///
  /// - Parameter count: must fit into the buffer.
  public init(_ memory: MemoryBuffer, count: Int, file: DirectFile) {
    precondition(count > 0 && count <= memory.byteCount / Self.pageBytes)
    self.memory = memory
    self.count = count
    self.file = file
  }

  /// Moves all pages, in order, `passes` times, and counts the time of each call.
  ///
  /// - Returns: the moments of the start and the end, in nanoseconds of `Clock.now()`.
  /// - Throws: what pread or pwrite says at the first page that fails; EIO for a page that was moved in part.
  public func move(_ way: Way, passes: Int = 1, into recorder: LatencyRecorder) throws(SystemError) -> (
    start: UInt64, end: UInt64
  ) {
    precondition(passes > 0)
    var pages = unsafe assay_page_moves(
      descriptor: file.descriptor, memory: memory.address.assumingMemoryBound(to: UInt8.self),
      page_bytes: Self.pageBytes, count: count, passes: passes, write: way == .write ? 1 : 0, failed: 0)
    var times: (UInt64, UInt64) = (0, 0)
    let result = unsafe withUnsafeMutableBytes(of: &times) { raw in
      unsafe raw.withMemoryRebound(to: UInt64.self) { words in
        guard let first = words.baseAddress else { return 0 }
        return unsafe assay_move_pages(&pages, recorder.histogram, first)
      }
    }
    if result < 0 {
      throw SystemError(
        code: Int32(-result), operation: way == .write ? "write" : "read",
        subject: "page \(unsafe pages.failed) of \(file.name)")
    }
    return (times.0, times.1)
  }

  /// The first of `count` pages that differs between two buffers; nil when all are alike.
  public static func firstDifference(_ one: MemoryBuffer, _ other: MemoryBuffer, count: Int) -> Int? {
    precondition(count * pageBytes <= min(one.byteCount, other.byteCount))
    return (0..<count).first { page in
      unsafe memcmp(one.address + page * pageBytes, other.address + page * pageBytes, pageBytes) != 0
    }
  }
}
