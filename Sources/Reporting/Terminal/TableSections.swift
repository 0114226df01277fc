internal import Experiment

/// A part of the report: it knows some metrics and shows them.
///
/// A new benchmark adds a type of its own here and names it in `TableSections.all`; nothing else changes.
protocol TableSection: Sendable {
  /// The metric names that it shows.
  static var metricIDs: Set<String> { get }
  /// The lines, with a heading; none where there is nothing to show.
  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String]
}

/// Every section, in the order of the report; metrics that none knows get a plain table.
enum TableSections {
  static let all: [any TableSection.Type] = [
    BandwidthTable.self, LatencyTable.self, LoadedLatencyTable.self,
  ]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let known = all.reduce(into: Set<String>()) { $0.formUnion($1.metricIDs) }
    let others = reading.ids.filter { !known.contains($0) }
    return all.flatMap { $0.lines(reading, terminal) }
      + others.flatMap { PlainTable.lines($0, reading, terminal) }
  }
}

/// Columns that most tables share.
enum Columns {
  /// With few blocks there is no 95 % interval, only the range (see `Estimate.interval`).
  static func interval(_ reading: RunReading) -> TextTable.Column {
    let known = reading.run.validBlocks >= Estimate.fewestForInterval
    return TextTable.Column(known ? "95 % interval" : "range", dropped: 4)
  }
  static let spread = TextTable.Column("spread", dropped: 1)
  static let count = TextTable.Column("n", dropped: 3)
  static let marks = TextTable.Column("", .left)

  /// Red without a result, yellow with several modes, else plain.
  static func tone(_ estimate: Estimate) -> Tone {
    !estimate.isResult ? .bad : !estimate.modes.isEmpty ? .caution : .plain
  }

  /// The lines under a row: the modes, for a median of several would be a figure that never occurs.
  static func beneath(_ estimate: Estimate) -> [String] { estimate.modesText.map { ["└ \($0)"] } ?? [] }
}

/// Metrics that no other section knows.
enum PlainTable {
  static func lines(_ id: String, _ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let estimates = reading.estimates(id)
    guard let first = estimates.first else { return [] }
    let names = Array(Set(estimates.flatMap { $0.metric.labels.keys })).sorted()
    let rows = estimates.map { estimate in
      TextTable.Row(
        cells: names.map { estimate.metric.labels[$0] ?? "–" } + [
          estimate.valueText, estimate.intervalText, estimate.spreadText, estimate.countText, estimate.marks,
        ], tone: Columns.tone(estimate), beneath: Columns.beneath(estimate))
    }
    let columns =
      names.map { TextTable.Column($0, .left) } + [
        TextTable.Column("value"), Columns.interval(reading), Columns.spread, Columns.count, Columns.marks,
      ]
    return terminal.heading(TerminalText.clean(id), remark: "\(first.metric.better.rawValue) is better")
      + TextTable(columns, rows).lines(terminal)
  }
}
