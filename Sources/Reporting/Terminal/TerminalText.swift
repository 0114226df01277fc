/// How text is meant; a terminal shows it by colour or weight, and without colour not at all: nothing is said by
/// colour alone.
enum Tone: Sendable {
  case plain, strong, faint, good, caution, bad
}

/// Text for a terminal of a certain width.
struct TerminalText: Sendable {
  /// Columns; at least 20.
  let width: Int
  let color: Bool

  init(width: Int, color: Bool) {
    self.width = max(20, width)
    self.color = color
  }

  /// The text in its tone (ECMA-48 "select graphic rendition").
  func paint(_ text: String, _ tone: Tone) -> String {
    guard color, !text.isEmpty else { return text }
    let code: String
    switch tone {
    case .plain: return text
    case .strong: code = "1"
    case .faint: code = "2"
    case .good: code = "32"
    case .caution: code = "33"
    case .bad: code = "31"
    }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// A heading, with a remark at the right end of the line where there is room for it.
  func heading(_ title: String, remark: String = "") -> [String] {
    let gap = width - Self.columns(title) - Self.columns(remark)
    let right = remark.isEmpty || gap < 2 ? "" : String(repeating: " ", count: gap) + paint(remark, .faint)
    return ["", paint(title, .strong) + right]
  }

  /// Paragraphs broken at spaces, further lines under the first word.
  func wrap(_ text: String, first: String = "  ", tone: Tone = .plain) -> [String] {
    let indent = Self.columns(first)
    let lines = Self.broken(Self.words(text), to: max(8, width - indent), cutsWords: false)
    return Self.hanging(lines.map { paint($0, tone) }, first: first, under: indent)
  }

  /// Names in one column and paragraphs in the other.
  func list(_ rows: [(name: String, text: String)], tone: Tone = .plain) -> [String] {
    let column = (rows.map { $0.name.count }.max() ?? 0) + 4
    return rows.flatMap { wrap($0.text, first: Self.label($0.name, to: column), tone: tone) }
  }

  /// Names in one column of this width, and in the other values of any length, which fill it.
  func fields(_ rows: [(name: String, text: String)], column: Int) -> [String] {
    rows.flatMap { name, text in
      let label = Self.label(name, to: column)
      return Self.hanging(
        Self.filled(text, to: width - max(label.count, column)), first: label, under: column)
    }
  }

  /// `  name  `, at least so many columns wide, and at least two spaces after the name.
  static func label(_ name: String, to column: Int) -> String { "  \(name)  ".padded(to: column) }

  /// Lines of at most `room` columns; words that are longer are cut.
  static func filled(_ text: String, to room: Int) -> [String] {
    broken(clean(text).split(separator: " ").map(String.init), to: max(1, room), cutsWords: true)
  }

  /// The first line behind `first`, further ones behind so many spaces.
  static func hanging(_ lines: [String], first: String, under indent: Int) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    return lines.enumerated().map { index, line in (index == 0 ? first : spaces) + line }
  }

  /// Words in lines of at most `room` columns; one that is longer is cut, or stays whole so that it can be copied.
  private static func broken(_ words: [String], to room: Int, cutsWords: Bool) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      var word = Substring(word)
      if !line.isEmpty, columns(line) + 1 + columns(word) > room {
        lines.append(line)
        line = ""
      }
      while cutsWords, columns(word) > room {
        lines.append(String(word.prefix(room)))
        word = word.dropFirst(room)
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// Words between which a line may end; a number and its unit are one.
  private static func words(_ text: String) -> [String] {
    clean(text).split(separator: " ").reduce(into: []) { words, word in
      if let last = words.last, last.allSatisfy({ $0.isNumber || $0 == "." || $0 == "(" }), !last.isEmpty {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
  }

  /// Columns that the text takes; every character counts as one.
  static func columns(_ text: some StringProtocol) -> Int { text.count }

  /// The text without characters that would steer the terminal.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let steers =
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
          return steers ? (scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}") : scalar
        }))
  }
}
