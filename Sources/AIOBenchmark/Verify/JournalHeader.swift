import Platform

/// The first page of a journal: little-endian words, then the policy and the boot, and the page's checksum at its end.
/// Before that is the moment of the last flush, which the checksum takes for zero.
enum JournalHeader {
  private static let magic = Array("ASSAYJNL".utf8)
  private static let version: UInt64 = 2
  private static let wordBytes = MemoryLayout<UInt64>.size
  private static let checksumAt = JournalShape.pageBytes - wordBytes

  /// Why a page is no header.
  enum Damage: Error, Equatable {
    /// No journal at all.
    case foreign
    /// Of a version of the tool that this one does not know.
    case version(UInt64)
    /// A journal once, but the page was changed since.
    case damaged
  }

  /// The page for a shape.
  static func page(_ shape: JournalShape) -> [UInt8] {
    var page = magic
    for word in [
      version, UInt64(shape.blockBytes), UInt64(shape.firstByte), UInt64(shape.blockCount), shape.seed,
    ] {
      page += bytes(word)
    }
    page += text(shape.policy, JournalShape.policyBytes) + text(shape.boot, JournalShape.bootBytes)
    page += [UInt8](repeating: 0, count: JournalShape.pageBytes - page.count)
    return sealed(page)
  }

  /// The page with its checksum made right.
  static func sealed(_ page: [UInt8]) -> [UInt8] {
    var zeroed = page
    zeroed.replaceSubrange(
      JournalShape.flushedAt..., with: [UInt8](repeating: 0, count: page.count - JournalShape.flushedAt))
    return page[..<checksumAt] + bytes(BlockStamp.checksum(of: zeroed))
  }

  /// What a page says.
  static func shape(_ page: [UInt8]) throws(Damage) -> JournalShape {
    guard page.starts(with: magic), page.count == JournalShape.pageBytes else { throw .foreign }
    let words = (1...5).map { word(page, at: $0 * wordBytes) }
    // A later version may keep its checksum elsewhere: ask for the version first.
    guard words[0] == version else { throw .version(words[0]) }
    guard page == sealed(page), let blockBytes = Int(exactly: words[1]),
      let firstByte = Int(exactly: words[2]),
      let blockCount = Int(exactly: words[3])
    else { throw .damaged }
    let policyAt = 6 * wordBytes
    let bootAt = policyAt + JournalShape.policyBytes
    let shape = JournalShape(
      blockBytes: blockBytes, firstByte: firstByte, blockCount: blockCount, seed: words[4],
      policy: text(page[policyAt..<bootAt]),
      boot: text(page[bootAt..<(bootAt + JournalShape.bootBytes)]))
    guard shape.isPossible else { throw .damaged }
    return shape
  }

  /// A word filled up with zeros.
  private static func text(_ word: String, _ count: Int) -> [UInt8] {
    let bytes = Array(word.utf8.prefix(count))
    return bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<wordBytes).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  private static func word(_ page: [UInt8], at offset: Int) -> UInt64 {
    page[offset..<(offset + wordBytes)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
