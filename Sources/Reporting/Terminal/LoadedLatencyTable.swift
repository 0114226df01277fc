/// Latency under load: the curve as a table, and its knee.
enum LoadedLatencyTable: TableSection {
  static let metricIDs: Set<String> = [LoadReading.latencyID, LoadReading.bandwidthID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let load = LoadReading(reading)
    guard !load.points.isEmpty else { return [] }
    let largest = load.points.compactMap(\.latency.value).max() ?? 0
    let rows = load.points.enumerated().map { index, point in
      let estimate = point.latency
      return TextTable.Row(
        cells: [
          "\(Units.fixed(point.load, decimals: 0)) %", point.bandwidth?.valueText ?? Units.unknown,
          estimate.valueText, Sparkline.bar(estimate.value, of: largest, width: 16), estimate.intervalText,
          estimate.spreadText, estimate.countText, estimate.marks, index == load.knee ? "◂ knee" : "",
        ], tone: Columns.tone(estimate), beneath: Columns.beneath(estimate))
    }
    let table = TextTable(
      [
        TextTable.Column("load"), TextTable.Column("others take"), TextTable.Column("latency"),
        TextTable.Column("", .left, dropped: 2), Columns.interval(reading), Columns.spread, Columns.count,
        Columns.marks,
        TextTable.Column("", .left),
      ], rows)
    return terminal.heading("Memory latency under load", remark: "lower is better")
      + terminal.wrap("One thread's loads while other CPUs read at a share of their peak.", tone: .faint)
      + table.lines(terminal) + (load.sentence.map { terminal.wrap($0, first: "  → ") } ?? [])
  }
}
