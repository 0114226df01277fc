/// Rows in aligned columns that give way to a narrow terminal: the columns that can be missed are dropped first.
struct TextTable: Sendable {
  /// One column.
  struct Column: Sendable {
    enum Side: Sendable { case left, right }
    var title: String
    var side: Side
    /// The lower, the earlier it is dropped; nil: never.
    var dropped: Int?

    init(_ title: String, _ side: Side = .right, dropped: Int? = nil) {
      self.title = title
      self.side = side
      self.dropped = dropped
    }
  }

  /// One row, with lines of its own beneath it.
  struct Row: Sendable {
    var cells: [String]
    var tone: Tone = .plain
    var beneath: [String] = []
  }

  var columns: [Column]
  var rows: [Row]
  /// Whether what does not fit goes into further tables below, each with the first column again.
  var isCut = false
  /// Spaces between columns.
  static let gap = 2

  init(_ columns: [Column], _ rows: [Row]) {
    self.columns = columns
    self.rows = rows.map { row in
      var row = row
      row.cells = row.cells.map { TerminalText.clean($0) }
      return row
    }
  }

  /// The table as lines, indented by two.
  func lines(_ terminal: TerminalText) -> [String] {
    let shown = shownColumns(terminal.width - 2)
    guard isCut else { return lines(shown, terminal) }
    return pieces(shown, terminal.width - 2).flatMap { lines($0, terminal) }
  }

  /// Columns that fit beside the first, piece by piece; a column without a title stays with the one before it.
  private func pieces(_ shown: [Int], _ room: Int) -> [[Int]] {
    guard let first = shown.first else { return [] }
    var groups: [[Int]] = []
    for index in shown.dropFirst() {
      if columns[index].title.isEmpty, !groups.isEmpty {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    var pieces = [[first]]
    for group in groups {
      let last = pieces[pieces.count - 1]
      if last.count > 1, total(last + group) > room {
        pieces.append([first] + group)
      } else {
        pieces[pieces.count - 1] = last + group
      }
    }
    return pieces
  }

  private func lines(_ shown: [Int], _ terminal: TerminalText) -> [String] {
    let widths = shown.map(width)
    var lines = [terminal.paint(line(columns.map(\.title), shown, widths), .faint)]
    for row in rows {
      lines.append(terminal.paint(line(row.cells, shown, widths), row.tone))
      for text in row.beneath { lines += terminal.wrap(text, first: "    ", tone: row.tone) }
    }
    return lines
  }

  /// Indices of the columns that fit and hold anything.
  private func shownColumns(_ room: Int) -> [Int] {
    var shown = columns.indices.filter { index in
      columns[index].dropped == nil || rows.contains { !cell($0, index).isEmpty }
    }
    while total(shown) > room {
      guard
        let next = shown.filter({ columns[$0].dropped != nil }).min(by: { left, right in
          (columns[left].dropped ?? 0) < (columns[right].dropped ?? 0)
        })
      else { break }
      shown.removeAll { $0 == next }
    }
    return shown
  }

  private func total(_ shown: [Int]) -> Int {
    shown.reduce(0) { $0 + width($1) } + Self.gap * max(0, shown.count - 1)
  }

  private func width(_ index: Int) -> Int {
    max(
      TerminalText.columns(columns[index].title),
      rows.map { TerminalText.columns(cell($0, index)) }.max() ?? 0)
  }

  private func cell(_ row: Row, _ index: Int) -> String { index < row.cells.count ? row.cells[index] : "" }

  private func line(_ cells: [String], _ shown: [Int], _ widths: [Int]) -> String {
    var text = "  "
    for (place, index) in shown.enumerated() {
      let cell = index < cells.count ? cells[index] : ""
      let padding = String(repeating: " ", count: max(0, widths[place] - TerminalText.columns(cell)))
      text += columns[index].side == .left ? cell + padding : padding + cell
      if place < shown.count - 1 { text += String(repeating: " ", count: Self.gap) }
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
