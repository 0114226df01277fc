/// Aligned columns of text; columns are dropped from the right end of `optional` when the width does not suffice.
struct TextTable {
  /// A column.
  struct Column {
    var title: String
    /// Numbers stand at the right.
    var alignRight = false
    /// The higher, the sooner it is left out on a narrow terminal; 0 stays.
    var expendable = 0
  }

  private static let gap = "  "
  var columns: [Column]
  var rows: [[String]] = []

  /// The lines, the titles first, indented by two.
  func lines(width: Int, style: TextStyle) -> [String] {
    var kept = Array(columns.indices)
    while total(kept) + 2 > width {
      guard
        let victim = kept.filter({ columns[$0].expendable > 0 }).max(by: {
          columns[$0].expendable < columns[$1].expendable
        })
      else { break }
      kept.removeAll { $0 == victim }
    }
    let titles = line(kept) { columns[$0].title }
    return [style.dim(titles)] + rows.map { row in line(kept) { row[$0] } }
  }

  private func total(_ kept: [Int]) -> Int {
    kept.reduce(0) { $0 + widthOf($1) } + Self.gap.count * max(0, kept.count - 1)
  }

  private func widthOf(_ column: Int) -> Int {
    max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
  }

  private func line(_ kept: [Int], _ text: (Int) -> String) -> String {
    let cells = kept.map { text($0).padded(to: widthOf($0), right: columns[$0].alignRight) }
    return ("  " + cells.joined(separator: Self.gap)).trimmingTrailingSpace()
  }
}

/// Colours of a terminal, or none.
struct TextStyle {
  var color: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func warn(_ text: String) -> String { wrap(text, "33") }

  private func wrap(_ text: String, _ code: String) -> String {
    color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Breaks a text into lines of at most `width`, the later ones indented.
  static func wrap(_ text: String, width: Int, indent: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent + word
      } else {
        line += line.isEmpty || line == indent ? String(word) : " " + word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
