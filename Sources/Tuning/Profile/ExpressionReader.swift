/// The words of a CPU expression: names, numbers and lists, parentheses, operators.
struct ExpressionReader {
  let text: String
  private let words: [String]
  private var position = 0

  init(_ text: String) {
    self.text = text
    words = Self.words(of: text)
  }

  /// The next word, which stays.
  func peek() -> String? { position < words.count ? words[position] : nil }

  /// The next word.
  mutating func next() -> String? {
    defer { advance() }
    return peek()
  }

  /// Leaves the next word behind.
  mutating func advance() { position += 1 }

  /// A minus between digits belongs to a list, between letters to a name, and alone it is an operator.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    func isPart(_ character: Character) -> Bool {
      character.isASCII && (character.isLetter || character.isNumber || ",-_".contains(character))
    }
    func end() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in text {
      if character == "." {
        end()
        word = "."
      } else if character == ":" || character == "=" {
        // A colon needs quotes in YAML, an equals sign does not.
        word.append(":")
        end()
      } else if isPart(character) {
        word.append(character)
      } else {
        end()
        if !character.isWhitespace { words.append(String(character)) }
      }
    }
    end()
    return words
  }
}
