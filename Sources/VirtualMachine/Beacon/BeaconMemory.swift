/// What a beacon's pages hold, and whether a dump of them is what it must be.
///
/// Between two writes the pages up to one hold pass N, and all others N − 1. The one page that may be half written has
/// still N − 1 in its first word, and each other word from either pass.
public enum BeaconMemory {
  /// A dump that is right.
  public struct State: Codable, Sendable, Equatable {
    /// The pass that the guest is in.
    public var pass: UInt32
    /// How many pages have been written to in it.
    public var written: Int
    /// Whether a page was being written to.
    public var isHalfWritten: Bool

    /// Whether it is as far as a record says that the guest was, or further: a dump that is not is an old one.
    public func reaches(_ record: BeaconRecord, _ settings: BeaconSettings) -> Bool {
      settings.pages == 0
        || Int(pass) * settings.pages + written >= record.writes(of: settings.pages) + settings.pages
    }
  }

  /// The first word that is wrong.
  public struct Damage: Error, Codable, Sendable, Equatable, CustomStringConvertible {
    /// The page, from 0.
    public var page: Int
    /// The word of four bytes in it, from 0.
    public var word: Int
    /// What it holds.
    public var found: UInt32
    /// What it must hold.
    public var expected: UInt32

    /// For people.
    public var description: String {
      "page \(page) of the guest's memory is wrong: its word \(word) is \(found) and must be \(expected)"
    }
  }

  /// The words of a page in a pass; all zero in pass 0, before the guest began.
  static func page(_ page: Int, pass: UInt32, filledWords: Int) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: BeaconSettings.pageSize / 4)
    guard pass > 0 else { return words }
    words[0] = pass
    // The generator of Numerical Recipes, 3rd edition, section 7.1, from a seed that differs by page and pass.
    var value = UInt32(truncatingIfNeeded: page) &* 0x9e37_79b1 &+ pass &* 0x85eb_ca77
    for index in stride(from: filledWords, to: 0, by: -1) {
      value = value &* 1_664_525 &+ 1_013_904_223
      words[index] = value
    }
    return words
  }

  /// Checks every word of a dump.
  ///
  /// - Parameter dump: the bytes at `settings.memory`, all of them, from a guest that stands still.
  /// - Throws: `Damage`. A dump of another length is a `TwinError`.
  public static func verify(_ dump: [UInt8], _ settings: BeaconSettings) throws -> State {
    guard dump.count == settings.memory.count else {
      throw TwinError(
        .badRequest,
        "a dump of \(dump.count) bytes is not the \(settings.memory.count) of the beacon's pages; dump them all"
      )
    }
    guard settings.pages > 0 else { return State(pass: 0, written: 0, isHalfWritten: false) }
    let pass = header(dump, 0)
    let written = (0..<settings.pages).first { header(dump, $0) != pass } ?? settings.pages
    // Where the first page is the one that is half written, all hold the pass before.
    let half = written < settings.pages ? written : 0
    let halfPass = written < settings.pages ? pass : pass &+ 1
    var isHalfWritten = false
    for page in 0..<settings.pages {
      let expected = Self.page(
        page, pass: page < written ? pass : pass &- 1, filledWords: settings.filledWords)
      guard let damage = difference(dump, page, expected) else { continue }
      guard page == half else { throw damage }
      let other = Self.page(page, pass: halfPass, filledWords: settings.filledWords)
      if let damage = difference(dump, page, expected, or: other) { throw damage }
      isHalfWritten = true
    }
    return State(
      pass: half == 0 && isHalfWritten ? halfPass : pass,
      written: half == 0 && isHalfWritten ? 0 : written, isHalfWritten: isHalfWritten)
  }

  private static func header(_ dump: [UInt8], _ page: Int) -> UInt32 {
    word(dump, page * BeaconSettings.pageSize)
  }

  @inline(__always)
  private static func word(_ dump: [UInt8], _ offset: Int) -> UInt32 {
    UInt32(dump[offset]) | UInt32(dump[offset + 1]) << 8 | UInt32(dump[offset + 2]) << 16
      | UInt32(dump[offset + 3]) << 24
  }

  private static func difference(
    _ dump: [UInt8], _ page: Int, _ expected: [UInt32], or other: [UInt32]? = nil
  ) -> Damage? {
    for index in expected.indices {
      let found = word(dump, page * BeaconSettings.pageSize + index * 4)
      if found == expected[index] { continue }
      // The first word is written last: it is never the new one in a page that is half written.
      if index > 0, let other, found == other[index] { continue }
      return Damage(page: page, word: index, found: found, expected: expected[index])
    }
    return nil
  }
}
