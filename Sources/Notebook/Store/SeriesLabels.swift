/// The labels of a metric as the notebook stores them: `kernel=triad,store=streaming`, names sorted; `\` before a comma,
/// an equals sign or a backslash that belongs to a name or a value.
enum SeriesLabels {
  /// The text.
  static func text(_ labels: [(name: String, value: String)]) -> String {
    labels.sorted { $0.name < $1.name }.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(
      separator: ",")
  }

  /// The labels of a text.
  static func labels(_ text: String) -> [String: String] {
    var labels: [String: String] = [:]
    var name: String?
    var part = ""
    var isEscaped = false
    func close() {
      if let name { labels[name] = part }
    }
    for character in text {
      if isEscaped {
        part.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "=", name == nil {
        (name, part) = (part, "")
      } else if character == "," {
        close()
        (name, part) = (nil, "")
      } else {
        part.append(character)
      }
    }
    close()
    return labels
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x2C, 0x3D, 0x5C].contains($0) }) else { return text }
    return text.reduce(into: "") { escaped, character in
      if ",=\\".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
  }
}
