/// The head of every page.
enum DocumentHead {
  /// - Parameter sheets: style sheets besides the common one.
  static func markup(title: String, sheets: [StaticString] = []) -> Markup {
    .element("head") {
      Markup.void("meta", ["charset": "utf-8"])
      Markup.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      // The page loads nothing; this makes the browser hold it to that.
      Markup.void(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'",
        ])
      Markup.element("title", title)
      Markup.style(Style.sheet)
      sheets.map { Markup.style($0) }
    }
  }
}
