/// The elements that drawings are made of. Coordinates are CSS pixels of the drawing's own width.
enum SVG {
  /// A whole drawing with a name and a description for those who do not see it.
  static func drawing(
    width: Double, height: Double, title: String, description: String, @MarkupBuilder _ content: () -> Markup
  ) -> Markup {
    .element(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))", "role": "img",
        "aria-label": "\(title). \(description)", "xmlns": "http://www.w3.org/2000/svg",
      ]
    ) {
      Markup.element("title", title)
      Markup.element("desc", description)
      content()
    }
  }

  /// A straight line.
  static func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ style: String) -> Markup {
    .element(
      "line",
      [
        "x1": coordinate(from.x), "y1": coordinate(from.y), "x2": coordinate(to.x), "y2": coordinate(to.y),
        "class": style,
      ]
    ) { Markup.empty }
  }

  /// A line through points; nothing for fewer than two.
  static func path(_ points: [(x: Double, y: Double)], _ style: String) -> Markup {
    guard points.count > 1 else { return .empty }
    let text = points.map { "\(coordinate($0.x)),\(coordinate($0.y))" }.joined(separator: " ")
    return .element("polyline", ["points": text, "class": style]) { Markup.empty }
  }

  /// A rectangle, with rounded corners if asked.
  static func box(
    x: Double, y: Double, width: Double, height: Double, radius: Double = 0, _ style: String,
    title: String? = nil
  ) -> Markup {
    .element(
      "rect",
      [
        "x": coordinate(x), "y": coordinate(y), "width": coordinate(max(0, width)),
        "height": coordinate(max(0, height)), "rx": coordinate(radius), "class": style,
      ]
    ) { title.map { Markup.element("title", $0) } }
  }

  /// Where a text stands relative to its point.
  enum Anchor: String { case start, middle, end }

  /// A line of text; y is its base line.
  static func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ style: String = "label"
  ) -> Markup {
    .element(
      "text", ["x": coordinate(x), "y": coordinate(y), "text-anchor": anchor.rawValue, "class": style], text)
  }

  /// About how wide a text is in a sans-serif font of that size; on the safe side.
  static func width(of text: String, size: Double = 13) -> Double { Double(text.count) * size * 0.58 }

  /// The text as far as it fits into a width, with an ellipsis where it was cut.
  static func fitted(_ text: String, width: Double, size: Double = 13) -> String {
    guard Self.width(of: text, size: size) > width else { return text }
    let room = max(1, Int(width / (size * 0.58)) - 1)
    return "\(text.prefix(room))…"
  }

  /// A coordinate with at most two decimals.
  ///
  /// Scales give only finite positions; should any other slip through, the corner is where it shows.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest.isMultiple(of: 10) { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
