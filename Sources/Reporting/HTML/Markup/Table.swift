/// A table with a caption and heads that a screen reader can name each cell by.
struct Table {
  /// How a column is set: on one line at the left or right, or as lines of words.
  enum Alignment: String { case text, number, prose }

  /// What the table shows.
  var caption: String
  /// Whether a heading above names the table, so that the caption is only for those who do not see it.
  var isNamedAbove = true
  /// Names of the columns and how they are set.
  var columns: [(name: String, alignment: Alignment)]
  /// Rows of cells, as many as there are columns; the first cell of a row is its head.
  var rows: [[Markup]]

  /// A table of these columns, still empty.
  init(_ caption: String, _ columns: [(name: String, alignment: Alignment)]) {
    self.caption = caption
    self.columns = columns
    rows = []
  }

  /// Adds a row of plain text.
  mutating func add(_ cells: [String]) { rows.append(cells.map { Markup($0) }) }

  /// A frame that scrolls sideways when the page is narrower than what is in it.
  static func frame(_ caption: String, @MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption], content)
  }

  /// The table in its frame.
  var markup: Markup {
    Self.frame(caption) {
      Markup.element("table") {
        Markup.element("caption", ["class": isNamedAbove ? "unseen" : "seen"], caption)
        Markup.element("thead") {
          Markup.element("tr") {
            for column in columns {
              Markup.element("th", ["scope": "col", "class": column.alignment.rawValue], column.name)
            }
          }
        }
        Markup.element("tbody") {
          for row in rows {
            Markup.element("tr") {
              for (index, cell) in row.enumerated() {
                self.cell(cell, index)
              }
            }
          }
        }
      }
    }
  }

  private func cell(_ content: Markup, _ index: Int) -> Markup {
    let alignment = (index < columns.count ? columns[index].alignment : .text).rawValue
    if index == 0 { return .element("th", ["scope": "row", "class": alignment]) { content } }
    return .element("td", ["class": alignment]) { content }
  }
}
