internal import Experiment

/// Memory bandwidth: all threads, one thread, the scaling between, and the NUMA matrix.
enum BandwidthTable: TableSection {
  static let metricIDs: Set<String> = [BandwidthReading.id]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let bandwidth = BandwidthReading(reading)
    guard !bandwidth.rows.isEmpty else { return [] }
    let ends = Set([bandwidth.threadCounts.first, bandwidth.threadCounts.last].compactMap { $0 })
    return terminal.heading("Memory bandwidth", remark: "higher is better")
      + terminal.wrap(bandwidth.explanation, tone: .faint)
      + ends.sorted(by: >).flatMap { loops($0, bandwidth, reading, terminal) }
      + scaling(bandwidth, terminal)
      + bandwidth.matrices.flatMap { NodeMatrixLines.lines($0, terminal) }
  }

  private static func loops(
    _ threads: Int, _ bandwidth: BandwidthReading, _ reading: RunReading, _ terminal: TerminalText
  ) -> [String] {
    let rows = bandwidth.rows(threads: threads)
    guard !rows.isEmpty else { return [] }
    let table = TextTable(
      [
        TextTable.Column(Units.count(threads, "thread"), .left), TextTable.Column("bandwidth"),
        Columns.interval(reading),
        Columns.spread, TextTable.Column("on the bus", dropped: 2), Columns.count, Columns.marks,
      ],
      rows.map { row in
        let estimate = row.estimate
        return TextTable.Row(
          [
            row.name, estimate.valueText, estimate.intervalText, estimate.spreadText, row.busText,
            estimate.countText, estimate.marks,
          ], of: estimate)
      })
    return table.lines(terminal)
  }

  private static func scaling(_ bandwidth: BandwidthReading, _ terminal: TerminalText) -> [String] {
    let scalings = bandwidth.scalings
    guard !scalings.isEmpty else { return [] }
    let counts = Array(Set(scalings.flatMap { $0.rows.map(\.threads) })).sorted()
    let rows = counts.map { threads in
      TextTable.Row(
        cells: ["\(threads)"]
          + scalings.flatMap { scaling -> [String] in
            guard let row = scaling.rows.first(where: { $0.threads == threads }) else { return ["–", ""] }
            let largest = scaling.rows.compactMap(\.estimate.value).max() ?? 0
            return [row.estimate.markedText, Sparkline.bar(row.estimate.value, of: largest, width: 8)]
          })
    }
    let columns =
      [TextTable.Column("threads")]
      + scalings.flatMap { [TextTable.Column($0.name), TextTable.Column("", .left, dropped: 1)] }
    var table = TextTable(columns, rows)
    table.isCut = true
    return terminal.heading("Bandwidth over threads", remark: "higher is better") + table.lines(terminal)
  }
}
