/// A set of CPU (or NUMA node) numbers of any size, in the kernel's list form: `0-3,8`.
///
///     let cpus = try CPUSet(list: "0-3,8")
///     cpus.contains(8)      // true
///     cpus.description      // "0-3,8"
public struct CPUSet: Sendable, Hashable {
  /// The largest number that a list may name; a longer list is a mistake, not a machine.
  public static let largestNumber = 1 << 20

  /// Bits, 64 a word, lowest number first, without zero words at the end.
  public private(set) var words: [UInt64] = []

  /// The empty set.
  public init() {}

  /// The set of these numbers, each from 0 to `largestNumber`.
  public init(_ numbers: some Sequence<Int>) {
    for number in numbers { insert(number) }
  }

  /// The set of a bit mask, 64 bits a word, lowest number first.
  public init(words: [UInt64]) {
    self.words = words
    trim()
  }

  /// Why a list was not understood.
  public struct ListError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text that was given.
    public let list: String
    /// What is wrong with it.
    public let reason: String
    /// One line with an example.
    public var description: String { "'\(list)' is not a CPU list: \(reason) (example: 0-3,8)" }
  }

  /// Reads the kernel's list form; surrounding white space is allowed, an empty text is the empty set.
  ///
  /// - Throws: `ListError` for anything else, strides (`0-10:2`) included.
  public init(list: String) throws(ListError) {
    let text = list.trimmingSpace()
    if text.isEmpty { return }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = Self.number(ends.first), let last = Self.number(ends.last) else {
        throw ListError(list: text, reason: "'\(part)' is neither a number nor a range")
      }
      guard first <= last else { throw ListError(list: text, reason: "the range \(part) runs backwards") }
      guard last <= Self.largestNumber else {
        throw ListError(list: text, reason: "\(ends.last ?? part) is out of range")
      }
      insert(first...last)
    }
  }

  /// The number that decimal digits mean, as high as an Int goes; nil for any other text.
  private static func number(_ text: Substring?) -> Int? {
    guard let text, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text) ?? Int.max
  }

  /// Adds a number from 0 to `largestNumber`.
  public mutating func insert(_ number: Int) { insert(number...number) }

  /// Word by word, so that a long list of wide ranges costs no more than its text.
  private mutating func insert(_ numbers: ClosedRange<Int>) {
    precondition(numbers.lowerBound >= 0 && numbers.upperBound <= Self.largestNumber)
    let lastWord = numbers.upperBound / 64
    if words.count <= lastWord {
      words.append(contentsOf: repeatElement(0, count: lastWord + 1 - words.count))
    }
    for word in numbers.lowerBound / 64...lastWord {
      let low = UInt64(max(numbers.lowerBound - word * 64, 0))
      let high = UInt64(min(numbers.upperBound - word * 64, 63))
      words[word] |= (UInt64.max << low) & (UInt64.max >> (63 - high))
    }
  }

  /// Whether the number is in the set.
  public func contains(_ number: Int) -> Bool {
    number >= 0 && number / 64 < words.count && words[number / 64] & (1 << UInt64(number % 64)) != 0
  }

  /// How many numbers are in the set.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether there is none.
  public var isEmpty: Bool { words.isEmpty }

  /// The numbers in ascending order.
  public var numbers: [Int] {
    var numbers: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        numbers.append(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return numbers
  }

  /// The smallest number.
  public var first: Int? {
    words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
  }

  /// The numbers in both sets.
  public func intersection(_ other: CPUSet) -> CPUSet {
    CPUSet(words: zip(words, other.words).map { $0 & $1 })
  }

  /// The numbers in either set.
  public func union(_ other: CPUSet) -> CPUSet {
    CPUSet(words: (0..<max(words.count, other.words.count)).map { word(at: $0) | other.word(at: $0) })
  }

  /// The numbers of this set that are not in the other.
  public func subtracting(_ other: CPUSet) -> CPUSet {
    CPUSet(words: words.indices.map { words[$0] & ~other.word(at: $0) })
  }

  /// Whether all numbers of this set are in the other.
  public func isSubset(of other: CPUSet) -> Bool { subtracting(other).isEmpty }

  private func word(at index: Int) -> UInt64 { index < words.count ? words[index] : 0 }

  private mutating func trim() {
    while words.last == 0 { words.removeLast() }
  }
}

extension CPUSet: CustomStringConvertible {
  /// The kernel's list form; empty for the empty set.
  public var description: String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}

extension CPUSet: Codable {
  /// Decodes from the list form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(list: container.decode(String.self))
    } catch let error as ListError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// Encodes as the list form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
