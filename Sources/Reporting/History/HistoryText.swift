public import Notebook

/// Histories of metrics for people: one line a Run, with what changed between them.
public enum HistoryText {
  /// Renders histories for a terminal of this width.
  ///
  /// - Parameter last: How many Runs of each are listed, the last ones; the drawing shows all.
  public static func render(_ histories: [History], last: Int, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    return (histories.flatMap { section($0, last, terminal) } + notes(histories, terminal)).joined(
      separator: "\n")
  }

  private static func section(_ history: History, _ last: Int, _ terminal: TerminalText) -> [String] {
    let labels = history.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
      separator: ",")
    let name = TerminalText.clean(labels.isEmpty ? history.metric : "\(history.metric){\(labels)}")
    let shown = history.points.suffix(last)
    let left = history.points.count - shown.count
    let more =
      left > 0
      ? terminal.wrap("… and \(Units.count(left, "Run")) before; --last N shows more", tone: .faint) : []
    return terminal.heading(
      "\(name) on \(TerminalText.clean(history.host))", remark: "\(history.better) is better")
      + drawing(history, terminal) + more + table(history, Array(shown)).lines(terminal)
  }

  // MARK: Drawing

  /// All medians in a row as wide as there is room, and what they reach from and to.
  private static func drawing(_ history: History, _ terminal: TerminalText) -> [String] {
    let medians = history.points.map { $0.isResult ? $0.median : nil }
    let known = medians.compactMap { $0 }
    guard known.count > 1 else { return [] }
    let range = Units.range(known.min(), known.max(), unit: history.unit)
    let words = "\(range), \(Units.count(history.points.count, "Run"))"
    let room = max(8, terminal.width - TerminalText.columns(words) - 4)
    let line = Sparkline.text(condensed(medians, to: room))
    // A series that reaches zero has no logarithm to draw.
    return line.isEmpty ? ["  \(words)"] : ["  \(line)  \(terminal.paint(words, .faint))"]
  }

  /// At most so many values: neighbours become one, the middle one of those that are known.
  private static func condensed(_ values: [Double?], to count: Int) -> [Double?] {
    guard values.count > count else { return values }
    return (0..<count).map { place in
      let part = values[(place * values.count / count)..<((place + 1) * values.count / count)].compactMap {
        $0
      }
      return part.isEmpty ? nil : part.sorted()[part.count / 2]
    }
  }

  // MARK: Table

  private static func table(_ history: History, _ points: [History.Point]) -> TextTable {
    let marks = Dictionary(grouping: history.marks, by: \.run)
    let changes = Dictionary(grouping: history.changePoints, by: \.run)
    let columns: [TextTable.Column] = [
      .init("started", .left), .init("median"), .init("interval", dropped: 2), .init("n", dropped: 1),
      .init("", .left),
      .init("kernel", .left, dropped: 0),
    ]
    // What changed before a Run stands under the one before it: that of the first is not to be seen here.
    let rows = points.enumerated().map { place, point in
      let next = place + 1 < points.count ? points[place + 1].run : ""
      var row = row(point, history)
      row.beneath = (marks[next] ?? []).map(words) + (changes[next] ?? []).map { words($0, history) }
      return row
    }
    return TextTable(columns, rows)
  }

  private static func row(_ point: History.Point, _ history: History) -> TextTable.Row {
    let count = point.valid == point.samples ? "\(point.valid)" : "\(point.valid) of \(point.samples)"
    let value = point.median.map { Units.text($0, unit: history.unit) }
    let interval = point.lower == nil ? "" : Units.range(point.lower, point.upper, unit: history.unit)
    return TextTable.Row(
      cells: [
        point.started, point.isResult ? value ?? "no result" : value.map { "(\($0))" } ?? "no result",
        interval, count,
        point.isResult ? "" : "!", point.kernel,
      ],
      tone: point.isResult ? .plain : .faint)
  }

  private static func words(_ mark: History.Mark) -> String {
    "── \(mark.kind.rawValue) \(mark.before) → \(mark.after)"
  }

  private static func words(_ change: History.ChangePoint, _ history: History) -> String {
    let levels = [change.before, change.after].map { Units.text($0, unit: history.unit) }
    let share = change.before == 0 ? nil : change.after / change.before - 1
    let percent = share.map { " (\($0 > 0 ? "+" : $0 < 0 ? "−" : "")\(Units.percent(abs($0))))" } ?? ""
    return "◆ from here on another level: \(levels[0]) → \(levels[1])\(percent), p \(probability(change.p))"
  }

  private static func probability(_ p: Double) -> String {
    p <= 0.001 ? "≤ 0.001" : "= \(Units.fixed(p, decimals: 3))"
  }

  private static func notes(_ histories: [History], _ terminal: TerminalText) -> [String] {
    var notes: [String] = []
    if histories.contains(where: { !$0.changePoints.isEmpty }) {
      notes.append("◆ is a hint for where to look, and no verdict: assay compare gives that.")
    }
    if histories.contains(where: { $0.points.contains { !$0.isResult } }) {
      notes.append("! fewer than \(History.fewestSamples) valid samples: no result.")
    }
    return notes.isEmpty ? [] : [""] + notes.flatMap { terminal.wrap($0, first: "", tone: .faint) }
  }
}
