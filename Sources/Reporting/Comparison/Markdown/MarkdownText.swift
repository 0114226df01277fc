/// Text in a Markdown document that others render (GitHub, GitLab, Gitea): nothing from outside becomes markup, a link,
/// or a mention.
enum MarkdownText {
  /// What CommonMark, GitHub's tables, strikethrough and mathematics, or HTML give a meaning to. As a numeric entity a
  /// character is text and nothing else (CommonMark 0.31, section 2.5).
  private static let special = Set("\\`*_[]<>&|~$\"".unicodeScalars)

  /// The text in one line, to stand anywhere but at the start of a line.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in TerminalText.clean(text).unicodeScalars {
      if special.contains(scalar) {
        result += "&#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
        // An empty comment keeps renderers from seeing the name of a person, an issue or an address.
        if scalar == "@" || scalar == "#" || scalar == ":" { result += "<!-- -->" }
      }
    }
    return result.replacing("www.", with: "www<!-- -->.")
  }

  /// A row of a table; cells are escaped already.
  static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  /// Something folded, with the blank lines that Markdown inside HTML needs.
  static func details(_ summary: String, _ lines: [String]) -> [String] {
    lines.isEmpty
      ? [] : ["", "<details><summary>\(escape(summary))</summary>", ""] + lines + ["", "</details>"]
  }
}
