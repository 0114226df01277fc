internal import Experiment

/// Metrics that no other section knows.
enum PlainTable {
  static func lines(_ id: String, _ reading: RunReading, _ terminal: TerminalText) -> [String] {
    lines(id, reading.estimates(id), reading, terminal)
  }

  /// A table for each name of metrics that a section cannot place.
  static func lines(_ estimates: [Estimate], _ reading: RunReading, _ terminal: TerminalText) -> [String] {
    Set(estimates.map(\.metric.id)).sorted().flatMap { id in
      lines(id, estimates.filter { $0.metric.id == id }, reading, terminal)
    }
  }

  private static func lines(
    _ id: String, _ estimates: [Estimate], _ reading: RunReading, _ terminal: TerminalText
  ) -> [String] {
    guard let first = estimates.first else { return [] }
    let names = Array(Set(estimates.flatMap { $0.metric.labels.keys })).sorted()
    let rows = estimates.map { estimate in
      TextTable.Row(
        names.map { estimate[$0] ?? "–" } + [
          estimate.valueText, estimate.intervalText, estimate.spreadText, estimate.countText, estimate.marks,
        ], of: estimate)
    }
    let columns =
      names.map { TextTable.Column($0, .left) } + [
        TextTable.Column("value"), Columns.interval(reading), Columns.spread, Columns.count, Columns.marks,
      ]
    return terminal.heading(TerminalText.clean(id), remark: "\(first.metric.better.rawValue) is better")
      + TextTable(columns, rows).lines(terminal)
  }
}
