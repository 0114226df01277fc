import Platform

/// The first page of a journal: little-endian words, then the policy, and the page's checksum at its end.
enum JournalHeader {
  private static let magic = Array("ASSAYJNL".utf8)
  private static let version: UInt64 = 1
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
    page += shape.policy.utf8.prefix(JournalShape.policyBytes)
    page += [UInt8](repeating: 0, count: JournalShape.pageBytes - page.count)
    return sealed(page)
  }

  /// The page with its checksum made right.
  static func sealed(_ page: [UInt8]) -> [UInt8] {
    var page = page
    page.replaceSubrange(checksumAt..., with: [UInt8](repeating: 0, count: wordBytes))
    let checksum = BlockStamp.checksum(of: page)
    page.replaceSubrange(checksumAt..., with: bytes(checksum))
    return page
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
    let policy = page[(6 * wordBytes)...].prefix(JournalShape.policyBytes).prefix { $0 != 0 }
    let shape = JournalShape(
      blockBytes: blockBytes, firstByte: firstByte, blockCount: blockCount, seed: words[4],
      policy: String(decoding: policy, as: UTF8.self))
    guard shape.isPossible else { throw .damaged }
    return shape
  }

  private static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<wordBytes).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  private static func word(_ page: [UInt8], at offset: Int) -> UInt64 {
    page[offset..<(offset + wordBytes)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
