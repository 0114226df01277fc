extension Validation.Table {
  /// The table for a terminal: title, note, aligned columns, and `MISSED` behind what is not kept.
  ///
  /// - Parameter computed: its rows, in order.
  public func text(_ computed: [Validation.Row]) -> String {
    let cells = [columns] + computed.map(\.cells)
    let widths = columns.indices.map { column in
      cells.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    let lines = cells.enumerated().map { index, row in
      let marks = index == 0 ? "" : Self.mark(computed[index - 1])
      let padded = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }
      return "  " + padded.joined(separator: "  ") + marks
    }
    return ([title] + Self.wrapped(note) + lines).joined(separator: "\n")
  }

  private static func mark(_ row: Validation.Row) -> String {
    row.isKept.map { $0 ? "  kept" : "  MISSED" } ?? ""
  }

  /// Lines of at most 98 columns, indented.
  private static func wrapped(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= 98 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append("  " + word)
      }
    }
  }
}
