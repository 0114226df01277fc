internal import FoundationEssentials

/// JSON on one line, its keys sorted: what journal and log are made of.
enum JSONLine {
  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  private static let decoder = JSONDecoder()

  /// Without a line end.
  static func encode(_ value: some Encodable) throws -> [UInt8] { Array(try encoder.encode(value)) }

  /// Reads what `encode` gave.
  static func decode<Value: Decodable>(_ type: Value.Type, from line: some Collection<UInt8>) throws -> Value
  {
    try decoder.decode(type, from: Data(line))
  }
}
