/// What most sections consist of.
enum SectionParts {
  /// A section with a heading, beside it which way is good, and below it in quiet words how to read it.
  static func section(
    _ title: String, better: String = "", explanation: String = "", @MarkupBuilder _ content: () -> Markup
  )
    -> Markup
  {
    .element("section") {
      Markup.element("h3") {
        Markup(title)
        if !better.isEmpty { Markup.element("span", ["class": "better"], better) }
      }
      if !explanation.isEmpty { Markup.element("p", ["class": "quiet"], explanation) }
      content()
    }
  }

  /// Figures beside each other where there is room.
  static func grid(@MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("div", ["class": "grid"], content)
  }

  /// Something behind a click; nothing where there is nothing.
  static func details(_ summary: String, @MarkupBuilder _ content: () -> Markup) -> Markup {
    let content = content()
    if content.isEmpty { return .empty }
    return .element("details") {
      Markup.element("summary", summary)
      content
    }
  }
}
