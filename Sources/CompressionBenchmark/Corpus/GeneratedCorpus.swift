internal import Statistics

/// Data that is made up, the same for the same seed on every machine.
public enum GeneratedCorpus: String, Sendable, Codable, CaseIterable {
  /// Sentences of a vocabulary whose words are as frequent as Zipf's law has it.
  case text
  /// Pages of a row store: header, slots, rows with rising ids, unused space.
  case database
  /// Pages as a virtual machine has them: zeros, one word over and over, duplicates, pointers, text, noise.
  case memory
  /// Noise.
  case random

  /// At least so many bytes, in whole pages of 8 KiB.
  func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed &+ UInt64(rawValue.utf8.reduce(0) { $0 * 31 + Int($1) }))
    let words = Vocabulary(&generator)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + DatabasePage.bytes)
    var page = 0
    while bytes.count < count {
      switch self {
      case .text: bytes += words.text(DatabasePage.bytes, &generator)
      case .database: bytes += DatabasePage.make(number: page, words, &generator)
      case .memory:
        for _ in 0..<2 { bytes += MemoryPage.make(words, after: bytes, &generator) }
      case .random: bytes += Noise.bytes(DatabasePage.bytes, &generator)
      }
      page += 1
    }
    return bytes
  }

  /// Bytes that nothing can be said of.
  enum Noise {
    static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
      var bytes: [UInt8] = []
      while bytes.count < count { bytes.append(little: generator.next()) }
      return Array(bytes.prefix(count))
    }
  }
}

/// Words, the first ones used most.
struct Vocabulary {
  private let words: [[UInt8]]
  /// Sums of the words' weights up to each.
  private let sums: [Int]
  private static let size = 6_000

  init(_ generator: inout SeededGenerator) {
    let beginnings = [
      "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "ch", "pl",
    ]
    let middles = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
    let endings = ["", "", "n", "r", "s", "t", "l", "nd", "ng", "st"]
    var words: [[UInt8]] = []
    for rank in 0..<Self.size {
      // Frequent words are short.
      let syllables = 1 + generator.below(rank < 100 ? 2 : 4)
      var word = ""
      for _ in 0..<syllables {
        word += beginnings[generator.below(beginnings.count)] + middles[generator.below(middles.count)]
      }
      words.append(Array((word + endings[generator.below(endings.count)]).utf8))
    }
    self.words = words
    var sum = 0
    sums = (0..<Self.size).map { rank in
      sum += 1_000_000 / (rank + 1)
      return sum
    }
  }

  /// A word by Zipf's law.
  func word(_ generator: inout SeededGenerator) -> [UInt8] {
    let target = generator.below(sums[sums.count - 1])
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return words[low]
  }

  /// Sentences, cut to a length.
  func text(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    var column = 0
    while bytes.count < count {
      let word = word(&generator)
      bytes += word
      column += word.count + 1
      switch generator.below(12) {
      case 0: bytes += [0x2e, 0x20]
      case 1: bytes += [0x2c, 0x20]
      case _ where column > 72:
        bytes.append(0x0a)
        column = 0
      default: bytes.append(0x20)
      }
    }
    return Array(bytes.prefix(count))
  }
}

extension [UInt8] {
  /// Adds a number, its lowest byte first.
  mutating func append<Number: FixedWidthInteger>(little number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }
}
