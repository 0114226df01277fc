internal import Statistics

/// A page of a row store: header, slots that grow from the front, rows that grow from the back.
enum DatabasePage {
  static let bytes = 8 << 10
  private static let states = ["active", "pending", "closed", "deleted"].map { Array($0.utf8) }

  static func make(number: Int, _ words: Vocabulary, _ generator: inout SeededGenerator) -> [UInt8] {
    let rowCount = 68 + generator.below(16)
    var rows: [[UInt8]] = []
    for row in 0..<rowCount {
      rows.append(makeRow(id: number * 64 + row, words, &generator))
    }
    var head: [UInt8] = []
    head.append(little: UInt64(0x1_0000_0000 + number * 8_192))
    head.append(little: UInt32(truncatingIfNeeded: generator.next()))
    head.append(little: UInt32(number))
    head.append(little: UInt32(rowCount))
    var place = bytes
    var body: [UInt8] = []
    for row in rows where place - row.count > head.count + 8 {
      place -= row.count
      head.append(little: UInt16(place))
      head.append(little: UInt16(row.count))
      body = row + body
    }
    return head + [UInt8](repeating: 0, count: bytes - head.count - body.count) + body
  }

  private static func makeRow(id: Int, _ words: Vocabulary, _ generator: inout SeededGenerator) -> [UInt8] {
    var row: [UInt8] = []
    row.append(little: UInt64(id))
    // Microseconds: one row some milliseconds after the other.
    row.append(little: UInt64(1_700_000_000_000_000 + id * 3_000 + generator.below(3_000)))
    row.append(little: UInt32(generator.below(10_000)))
    row.append(little: UInt64(generator.below(1_000_000)))
    let text = words.word(&generator) + [0x20] + words.word(&generator)
    row.append(UInt8(text.count))
    row += text
    row += states[min(generator.below(8), 3)]
    row += words.text(16 + generator.below(48), &generator)
    return row
  }
}

/// A page of a virtual machine's memory.
enum MemoryPage {
  static let bytes = 4 << 10

  /// - Parameter earlier: pages that a duplicate is taken from.
  static func make(_ words: Vocabulary, after earlier: [UInt8], _ generator: inout SeededGenerator) -> [UInt8]
  {
    switch generator.below(100) {
    case ..<15: return [UInt8](repeating: 0, count: bytes)
    case ..<18:
      var word: [UInt8] = []
      word.append(little: generator.next())
      return Array((0..<(bytes / 8)).map { _ in word }.joined())
    case ..<28 where earlier.count >= bytes:
      let start = generator.below(earlier.count / bytes) * bytes
      return Array(earlier[start..<(start + bytes)])
    case ..<60: return heap(&generator)
    case ..<75: return words.text(bytes, &generator)
    case ..<88:
      return Array(DatabasePage.make(number: generator.below(1 << 20), words, &generator).suffix(bytes))
    default: return GeneratedCorpus.Noise.bytes(bytes, &generator)
    }
  }

  /// Objects of eight words: pointers into one area, small numbers, zeros, now and then noise.
  private static func heap(_ generator: inout SeededGenerator) -> [UInt8] {
    let area = UInt64(0x7f00_0000_0000) + UInt64(generator.below(1 << 12)) << 24
    var page: [UInt8] = []
    while page.count < bytes {
      page.append(little: area + UInt64(generator.below(16)) << 6)
      page.append(little: area + UInt64(generator.below(1 << 18)) << 4)
      page.append(little: UInt64(generator.below(256)))
      page.append(little: UInt64(0))
      page.append(little: UInt64(1) << 32 | UInt64(generator.below(64)))
      page.append(little: generator.below(4) == 0 ? generator.next() : 0)
      page.append(little: area + UInt64(generator.below(1 << 18)) << 4)
      page.append(little: UInt64(generator.below(1 << 16)))
    }
    return page
  }
}
