/// A piece of HTML or SVG that is well formed and escaped by construction: text enters only through ``init(_:)`` and
/// attribute values, and both escape it. Names of elements and attributes are literals of this module.
struct Markup: Sendable, Equatable {
  /// The source text.
  private(set) var source: String

  /// Nothing.
  static let empty = Markup(source: "")

  /// Text, escaped.
  init(_ text: String) { source = Self.escape(text) }

  private init(source: String) { self.source = source }

  /// An element with its attributes and content.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    @MarkupBuilder _ content: () -> Markup
  ) -> Markup {
    Markup(source: "<\(name)\(text(attributes))>\(content().source)</\(name)>")
  }

  /// An element whose content is text.
  static func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String)
    -> Markup
  {
    element(name, attributes) { Markup(text) }
  }

  /// An element without attributes whose content is text.
  static func element(_ name: StaticString, _ text: String) -> Markup { element(name) { Markup(text) } }

  /// An HTML element that has no content and no end tag: `meta`, `br`.
  static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) -> Markup {
    Markup(source: "<\(name)\(text(attributes))>")
  }

  /// A style sheet of this module; a style element's content is not escaped by HTML's rules.
  static func style(_ sheet: StaticString) -> Markup { Markup(source: "<style>\(sheet)</style>") }

  /// A whole document.
  static func document(@MarkupBuilder _ content: () -> Markup) -> Markup {
    Markup(source: "<!doctype html>\n\(element("html", ["lang": "en"], content).source)\n")
  }

  /// Pieces one after the other.
  static func joined(_ pieces: [Markup]) -> Markup {
    Markup(source: pieces.map(\.source).joined())
  }

  /// Whether there is nothing.
  var isEmpty: Bool { source.isEmpty }

  private static func text(_ attributes: KeyValuePairs<StaticString, String>) -> String {
    attributes.map { " \($0.key)=\"\(escape($0.value))\"" }.joined()
  }

  /// Replaces what HTML gives a meaning to, and control characters, which no HTML text may hold.
  static func escape(_ text: String) -> String {
    // Nearly all text is plain; scanning its bytes is much faster than copying its scalars.
    let isPlain = text.utf8.allSatisfy {
      (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x26 && $0 != 0x27 && $0 != 0x3C && $0 != 0x3E
    }
    if isPlain { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Lists markup with `if` and `for`, as in the page that it describes.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ piece: Markup) -> Markup { piece }
  static func buildExpression(_ piece: Markup?) -> Markup { piece ?? .empty }
  static func buildExpression(_ pieces: [Markup]) -> Markup { .joined(pieces) }
  static func buildBlock(_ pieces: Markup...) -> Markup { .joined(pieces) }
  static func buildOptional(_ piece: Markup?) -> Markup { piece ?? .empty }
  static func buildEither(first piece: Markup) -> Markup { piece }
  static func buildEither(second piece: Markup) -> Markup { piece }
  static func buildArray(_ pieces: [Markup]) -> Markup { .joined(pieces) }
}
