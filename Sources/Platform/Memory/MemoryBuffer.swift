internal import CPlatform
import Glibc

/// Anonymous memory of a chosen page kind, optionally bound to a NUMA node; unmapped when the last owner goes.
///
/// Nothing is backed until it is touched: call `prefault` on the thread whose node shall hold it, or bind it.
/// Only pages of a reserved pool that are bound to a node are backed from the start.
@safe public final class MemoryBuffer: @unchecked Sendable {
  // Sendable by contract: threads get disjoint ranges of it.
  let address: UnsafeMutableRawPointer
  /// Length in bytes, a multiple of the page kind's granularity.
  public let byteCount: Int
  /// What was asked for.
  public let pages: PageKind

  /// Maps at least `byteCount` bytes.
  ///
  /// - Parameters:
  ///   - byteCount: rounded up to the page kind's granularity; must be positive.
  ///   - node: the NUMA node to bind to (`MPOL_BIND`), or nil for first touch.
  /// - Throws: ENOMEM when there is not enough, or no huge page in the pool or in the
  ///   node's share of it; EPERM where mbind is forbidden
  ///   (a container's seccomp filter); EINVAL for a node that does not exist or has no memory.
  public init(byteCount: Int, pages: PageKind, node: Int? = nil) throws(SystemError) {
    precondition(byteCount > 0)
    let granularity = pages.granularity
    let (padded, overflow) = byteCount.addingReportingOverflow(granularity - 1)
    if overflow {
      throw SystemError(code: ENOMEM, operation: "map \(byteCount >> 20) MiB of \(pages.rawValue) pages")
    }
    let rounded = padded / granularity * granularity
    var mapped: UnsafeMutableRawPointer? = nil
    try SystemCall.run("map \(rounded >> 20) MiB of \(pages.rawValue) pages") {
      unsafe assay_map_memory(rounded, pages.code, &mapped)
    }
    guard let start = unsafe mapped else { throw SystemError(code: ENOMEM, operation: "map memory") }
    unsafe address = start
    self.byteCount = rounded
    self.pages = pages
    guard let node else { return }
    try bind(to: node)
    if pages.isReserved { try populate(on: node) }
  }

  deinit { unsafe assay_unmap_memory(address, byteCount, pages.code) }

  /// Backs the bytes from `offset` on, from the calling thread's node unless bound, by writing a zero byte to every
  /// page. Call it before the memory holds anything.
  ///
  /// - Parameter byteCount: nil for all up to the end.
  public func prefault(offset: Int = 0, byteCount: Int? = nil) {
    let length = byteCount ?? self.byteCount - offset
    precondition(offset >= 0 && length >= 0 && offset + length <= self.byteCount)
    // Base-page steps, so that a range without the huge pages asked for is backed as well.
    unsafe assay_prefault(address + offset, length, PageKind.base.granularity)
  }

  /// Fills the first bytes with what cannot be compressed or deduplicated; the same seed gives the same bytes.
  ///
  /// - Parameter byteCount: a multiple of 8.
  public func fillRandom(byteCount: Int, seed: UInt64) {
    precondition(byteCount % 8 == 0 && (0...self.byteCount).contains(byteCount))
    unsafe assay_fill_random(address, byteCount / 8, seed)
  }

  func doubles(at element: Int) -> UnsafeMutablePointer<Double> {
    unsafe address.assumingMemoryBound(to: Double.self) + element
  }
}
