/// What kind of value a setting has: how its text is understood, compared and written.
///
/// In files its form is a word: `integer`, `vector`, `vector(4)`, `choice`, `cpus`, `mask`, `bytes`, `boolean`,
/// `text`, `partition`, `existence`, `controllers`, `content`.
public enum ValueType: Sendable, Hashable {
  /// A whole number; `010` is octal and `0x14` hexadecimal, as the kernel reads them.
  case integer
  /// Whole numbers between spaces; with a count, exactly so many: the kernel leaves the rest of a short one as it is.
  case vector(count: Int?)
  /// One word out of several: the kernel prints `always [madvise] never`, or the chosen one alone.
  case choice
  /// CPUs or NUMA nodes in list form, `0-3,8`; empty is a value of its own ("inherit").
  case cpus
  /// CPUs as hexadecimal digits, in groups of eight between commas.
  case mask
  /// A number of bytes; a profile may say `100m`, the kernel gets digits.
  case bytes
  /// Yes or no: `Y`, `N`, `1`, `0`, `true`, `false`, `on`, `off`.
  case boolean
  /// Words; spaces between them do not count.
  case text
  /// State of a cpuset partition. `isolated invalid (reason)` is not `isolated`.
  case partition
  /// Whether a control group is there: `present` or `absent`.
  case existence
  /// A set of cgroup controllers, `cpu cpuset`.
  case controllers
  /// The whole of a file that Assay owns, or `absent`.
  case content
}

extension ValueType: LosslessStringConvertible {
  private static let words: [(type: ValueType, word: String)] = [
    (.integer, "integer"), (.vector(count: nil), "vector"), (.choice, "choice"), (.cpus, "cpus"),
    (.mask, "mask"),
    (.bytes, "bytes"), (.boolean, "boolean"), (.text, "text"), (.partition, "partition"),
    (.existence, "existence"),
    (.controllers, "controllers"), (.content, "content"),
  ]

  /// Every word that names a type, for messages.
  public static let allWords = words.map(\.word).joined(separator: ", ")

  /// Reads the form that files have; nil for anything else.
  public init?(_ description: String) {
    if let known = Self.words.first(where: { $0.word == description }) {
      self = known.type
      return
    }
    guard description.hasPrefix("vector("), description.hasSuffix(")"),
      let count = Int(description.dropFirst(7).dropLast()), (1...64).contains(count)
    else { return nil }
    self = .vector(count: count)
  }

  /// The form that files have.
  public var description: String {
    if case .vector(let count?) = self { return "vector(\(count))" }
    return Self.words.first { $0.type == self }?.word ?? "text"
  }
}

extension ValueType: Codable {
  /// Decodes from the form that files have.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let word = try container.decode(String.self)
    guard let type = ValueType(word) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(word)' is no type of value; known: \(Self.allWords)")
    }
    self = type
  }

  /// Encodes as the form that files have.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
