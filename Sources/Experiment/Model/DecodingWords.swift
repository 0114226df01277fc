/// What a decoder did not find, in words.
enum DecodingWords {
  /// Where in the document, and what was expected there.
  static func words(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(let type, let context): "\(place(context.codingPath)): expected \(type)"
    case .valueNotFound(let type, let context): "\(place(context.codingPath)): expected \(type), found null"
    case .keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
    // The decoder does not say where it found a number that no integer holds.
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "a number in it is out of range"
    case .dataCorrupted(let context): "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default: "it cannot be decoded"
    }
  }

  /// `metrics[3].samples[0].value`
  private static func place(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
