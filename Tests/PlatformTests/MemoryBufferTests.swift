import Glibc
import Testing

@testable import Platform

@Suite struct MemoryBufferTests {
  @Test(arguments: [PageKind.base, .transparentHuge])
  func lengthIsRoundedUpToWholePages(pages: PageKind) throws {
    let granularity = pages.granularity
    for (asked, got) in [
      (1, 1), (granularity - 1, 1), (granularity, 1), (granularity + 1, 2), (3 * granularity, 3),
    ] {
      let buffer = try MemoryBuffer(byteCount: asked, pages: pages)
      #expect(buffer.byteCount == got * granularity)
      #expect(buffer.pages == pages)
    }
  }

  @Test(arguments: [PageKind.base, .transparentHuge])
  func startsAtAMultipleOf2MiB(pages: PageKind) throws {
    let buffers = try (1...5).map { try MemoryBuffer(byteCount: $0 * 12_288, pages: pages) }
    for buffer in buffers { #expect(unsafe UInt(bitPattern: buffer.address) % (2 << 20) == 0) }
  }

  @Test(arguments: [PageKind.base, .transparentHuge])
  func newMemoryIsZeroAndWritableToItsLastByte(pages: PageKind) throws {
    let buffer = try MemoryBuffer(byteCount: 1 << 20, pages: pages)
    for position in [0, 4_095, 4_096, buffer.byteCount - 1] {
      #expect(unsafe buffer.address.load(fromByteOffset: position, as: UInt8.self) == 0)
      unsafe buffer.address.storeBytes(of: 7, toByteOffset: position, as: UInt8.self)
      #expect(unsafe buffer.address.load(fromByteOffset: position, as: UInt8.self) == 7)
    }
  }

  @Test(arguments: PageKind.allCases)
  func aSizeThatNoMachineHasIsAClearError(pages: PageKind) throws {
    for size in [1 << 60, Int.max] {
      #expect(
        throws: SystemError(
          code: ENOMEM, operation: "map \(size.mebibytes(pages)) MiB of \(pages.rawValue) pages")
      ) {
        _ = try MemoryBuffer(byteCount: size, pages: pages)
      }
    }
  }

  @Test(
    .enabled(
      if: !HostFacts.hasHugePages(kiB: 2_048), "the pool of 2 MiB pages has pages, so that mapping succeeds"))
  func anEmptyPoolOf2MPagesIsAClearError() {
    let error = #expect(throws: SystemError.self) { _ = try MemoryBuffer(byteCount: 1, pages: .huge2M) }
    #expect(error?.description == "cannot map 2 MiB of 2m pages: not enough memory (ENOMEM)")
  }

  @Test(
    .enabled(
      if: HostFacts.freeHugePages(kiB: 1_048_576) != nil && !HostFacts.hasHugePages(kiB: 1_048_576),
      "no empty pool of 1 GiB pages on this machine"))
  func anEmptyPoolOf1GPagesIsAClearError() {
    let error = #expect(throws: SystemError.self) { _ = try MemoryBuffer(byteCount: 1, pages: .huge1G) }
    #expect(error?.description == "cannot map 1024 MiB of 1g pages: not enough memory (ENOMEM)")
  }

  @Test(.enabled(if: HostFacts.freeHugePages(kiB: 2_048) ?? 0 > 0, "no free 2 MiB page in the pool"))
  func aPageOfThePoolIsUsable() throws {
    let buffer = try MemoryBuffer(byteCount: 1, pages: .huge2M)
    buffer.prefault()
    #expect(buffer.byteCount == 2 << 20)
  }

  @Test func memoryIsGivenBackAlsoWhenBindingFails() throws {
    let size = 1 << 30
    let before = try #require(HostFacts.addressSpace)
    for _ in 0..<40 {
      _ = try MemoryBuffer(byteCount: size, pages: .base)
      _ = try? SystemCall.withForcedFailures({ operation, _ in operation.hasPrefix("bind") ? EPERM : nil }) {
        try MemoryBuffer(byteCount: size, pages: .transparentHuge, node: 0)
      }
    }
    let after = try #require(HostFacts.addressSpace)
    #expect(after - before < 20 * size)
  }

  @Test func prefaultBacksEveryPageThatTheRangeTouches() throws {
    let page = PageKind.base.granularity
    for (offset, length, backed) in [
      (0, 8 * page, 0..<8), (page, page, 1..<2), (512, page, 0..<2), (page - 1, 2, 0..<2),
      (2 * page + 512, 3 * page, 2..<6), (3 * page, 1, 3..<4), (page, 0, 0..<0),
    ] {
      let buffer = try MemoryBuffer(byteCount: 8 * page, pages: .base)
      buffer.prefault(offset: offset, byteCount: length)
      #expect(Self.backedPages(of: buffer) == Set(backed), "offset \(offset), length \(length)")
    }
  }

  @Test func prefaultStaysWithinItsRange() throws {
    let page = PageKind.base.granularity
    let buffer = try MemoryBuffer(byteCount: 4 * page, pages: .base)
    unsafe buffer.address.initializeMemory(as: UInt8.self, repeating: 7, count: buffer.byteCount)
    let range = 512..<(2 * page + 1)
    buffer.prefault(offset: range.lowerBound, byteCount: range.count)
    for position in 0..<buffer.byteCount where !range.contains(position) {
      #expect(unsafe buffer.address.load(fromByteOffset: position, as: UInt8.self) == 7)
    }
  }

  /// The pages that are in memory, by mincore; reading them would back them.
  private static func backedPages(of buffer: MemoryBuffer) -> Set<Int> {
    var states = [UInt8](repeating: 0, count: buffer.byteCount / PageKind.base.granularity)
    guard unsafe mincore(buffer.address, buffer.byteCount, &states) == 0 else { return [] }
    return Set(states.indices.filter { states[$0] & 1 == 1 })
  }
}

extension Int {
  /// These bytes rounded up to whole pages, in MiB; what an error shows. Sizes that cannot be rounded stay.
  fileprivate func mebibytes(_ pages: PageKind) -> Int {
    let (padded, overflow) = addingReportingOverflow(pages.granularity - 1)
    return (overflow ? self : padded / pages.granularity * pages.granularity) >> 20
  }
}
