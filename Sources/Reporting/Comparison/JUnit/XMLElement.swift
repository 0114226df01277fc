/// An element of an XML 1.0 document, escaped by construction.
struct XMLElement {
  enum Content {
    case text(String)
    case children([XMLElement])
  }

  let name: StaticString
  let attributes: [(name: StaticString, value: String)]
  let content: Content

  init(
    _ name: StaticString, _ attributes: [(name: StaticString, value: String)] = [],
    content: Content = .children([])
  ) {
    self.name = name
    self.attributes = attributes
    self.content = content
  }

  /// The element, a child on each line, indented by two.
  var lines: [String] {
    let head = attributes.reduce("<\(name)") { "\($0) \($1.name)=\"\(Self.escape($1.value))\"" }
    if isEmpty { return ["\(head)/>"] }
    switch content {
    case .text(let text): return ["\(head)>\(Self.escape(text, keepsLines: true))</\(name)>"]
    case .children(let children):
      return ["\(head)>"] + children.flatMap(\.lines).map { "  \($0)" } + ["</\(name)>"]
    }
  }

  private var isEmpty: Bool {
    switch content {
    case .text(let text): text.isEmpty
    case .children(let children): children.isEmpty
    }
  }

  /// Replaces what XML gives a meaning to, and what no XML 1.0 document may hold ("Char", section 2.2): control
  /// characters, U+FFFE, U+FFFF. Those that steer a terminal go with them: reports are printed, too.
  static func escape(_ text: String, keepsLines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n" where keepsLines: result += "\n"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result += TerminalText.clean(String(scalar))
      }
    }
    return result
  }
}
