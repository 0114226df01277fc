/// A drawing with a caption, in two widths: the style sheet shows the one that fits the screen, so that text stays
/// readable on a telephone and lines stay fine on a wide screen.
struct Figure {
  /// Pixels of the drawing on wide screens.
  static let wide = 720.0
  /// Pixels of the drawing on narrow screens.
  static let narrow = 344.0

  /// What it shows, in a few words.
  var title: String
  /// How to read it.
  var note: String
  /// Draws it at a width; nil when there is nothing to draw.
  var draw: (_ width: Double) -> Markup?
  /// The numbers behind it.
  var table: Table?

  /// The figure; nil when there is nothing to draw.
  var markup: Markup? {
    guard let large = draw(Self.wide), let small = draw(Self.narrow) else { return nil }
    return .element("figure") {
      Markup.element("figcaption") {
        Markup.element("h4", title)
        if !note.isEmpty { Markup.element("p", note) }
      }
      Markup.element("div", ["class": "wide"]) { large }
      Markup.element("div", ["class": "narrow"]) { small }
      if let table { SectionParts.details("The numbers") { table.markup } }
    }
  }
}
