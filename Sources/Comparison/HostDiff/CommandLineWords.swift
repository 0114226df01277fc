/// The kernel's command line, word by word.
struct CommandLineWords: Equatable {
  /// Values by name, `_` for `-` as the kernel takes them; a word without a value has an empty one, one that is there
  /// several times all of its values with commas.
  let values: [String: String]

  /// Reads what `/proc/cmdline` says; what follows `--` is for the first process, and not read.
  init(_ text: String) {
    var values: [String: String] = [:]
    for word in Self.words(text) {
      if word == "--" { break }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].map { $0 == "-" ? "_" : $0 })
      let value = parts.count > 1 ? String(parts[1]) : ""
      values[name] = values[name].map { "\($0),\(value)" } ?? value
    }
    self.values = values
  }

  /// Words between spaces; a space in double quotes divides nothing.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
