internal import FoundationEssentials

extension Comparison {
  /// The comparison as the bytes of its document: JSON with sorted keys, and a line end.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  /// A comparison from the bytes of its document.
  ///
  /// - Throws: a `DecodingError` when it is none.
  public static func decoded(from bytes: [UInt8]) throws -> Comparison {
    try JSONDecoder().decode(Comparison.self, from: Data(bytes))
  }
}
