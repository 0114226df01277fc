/// What a reading says of one subject, for a terminal.
enum SubjectLines {
  static func lines(_ subject: Subject, _ reading: RunReading, _ terminal: TerminalText) -> [String] {
    guard !subject.isEmpty else { return [] }
    return terminal.heading(subject.title, remark: subject.better)
      + terminal.wrap(subject.explanation, tone: .faint)
      + subject.tables.flatMap { table($0, reading, terminal) }
      + (subject.sentence.map { terminal.wrap($0, first: "  → ") } ?? [])
      + PlainTable.lines(subject.others, reading, terminal)
  }

  private static func table(_ table: EstimateTable, _ reading: RunReading, _ terminal: TerminalText)
    -> [String]
  {
    guard !table.rows.isEmpty else { return [] }
    let hasSpread = table.columns.count == 1
    let interval = table.intervalName(reading)
    let columns =
      labels(table) + table.columns.map { TextTable.Column($0.name, dropped: $0.dropped) }
      + (interval.map { [TextTable.Column($0, dropped: 4)] } ?? [])
      + (hasSpread ? [Columns.spread] : [])
      + table.more.map { TextTable.Column($0.name, dropped: $0.dropped) }
      + (table.isCut ? [] : [Columns.count, Columns.marks])
    let rows = table.rows.map { row in
      let main = table.main.flatMap { row.cells[$0] }
      let cells = row.cells.map { cell in
        cell.map { table.isCut ? $0.markedText : $0.valueText } ?? "–"
      }
      let ends = interval == nil ? [] : [main?.intervalText ?? ""]
      return TextTable.Row(
        cells: row.labels + cells + ends + (hasSpread ? [main?.spreadText ?? ""] : []) + row.more
          + (table.isCut ? [] : [row.countText, row.marks]),
        tone: tone(row), beneath: (row.beneath.isEmpty ? [] : [row.beneath]) + modes(row, table))
    }
    var text = TextTable(columns, rows)
    text.isCut = table.isCut
    let title = table.title.isEmpty ? [] : terminal.wrap(table.title, tone: .faint)
    return title + text.lines(terminal)
  }

  /// Numbers stand right, words left.
  private static func labels(_ table: EstimateTable) -> [TextTable.Column] {
    table.labels.enumerated().map { index, name in
      let isNumeric = table.rows.allSatisfy { Double($0.labels[index]) != nil }
      return TextTable.Column(name, isNumeric ? .right : .left)
    }
  }

  private static func tone(_ row: EstimateTable.Row) -> Tone {
    row.marks.contains("!") ? .bad : row.marks.contains("≠") || row.marks.contains("†") ? .caution : .plain
  }

  /// The modes of each figure that has several, under the row.
  private static func modes(_ row: EstimateTable.Row, _ table: EstimateTable) -> [String] {
    zip(table.columns, row.cells).compactMap { column, cell in
      cell?.modesText.map { "└ \(table.columns.count == 1 ? "" : "\(column.name): ")\($0)" }
    }
  }
}
