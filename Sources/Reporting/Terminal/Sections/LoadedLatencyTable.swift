/// Latency under load: the curve as a table, and its knee.
enum LoadedLatencyTable: TableSection {
  static let metricIDs: Set<String> = [LoadReading.latencyID, LoadReading.bandwidthID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    guard let curve = LoadReading(reading).main else { return [] }
    let largest = curve.points.compactMap(\.latency.value).max() ?? 0
    let rows = curve.points.enumerated().map { index, point in
      let estimate = point.latency
      return TextTable.Row(
        [
          point.loadText, point.bandwidth?.valueText ?? Units.unknown,
          estimate.valueText, Sparkline.bar(estimate.value, of: largest, width: 16), estimate.intervalText,
          estimate.spreadText, estimate.countText, estimate.marks, index == curve.knee ? "◂ knee" : "",
        ], of: estimate)
    }
    let table = TextTable(
      [
        TextTable.Column("load"), TextTable.Column("others take"), TextTable.Column("latency"),
        TextTable.Column("", .left, dropped: 2), Columns.interval(reading), Columns.spread, Columns.count,
        Columns.marks,
        TextTable.Column("", .left),
      ], rows)
    return terminal.heading("Memory latency under load", remark: "lower is better")
      + terminal.wrap(LoadReading.explanation, tone: .faint)
      + table.lines(terminal) + (curve.sentence.map { terminal.wrap($0, first: "  → ") } ?? [])
  }
}
