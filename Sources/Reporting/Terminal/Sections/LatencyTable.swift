/// Memory latency: one row for each cache level and kind of pages, the staircase in a line, the NUMA matrix.
enum LatencyTable: TableSection {
  static let metricIDs: Set<String> = [LatencyReading.id]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let latency = LatencyReading(reading)
    guard !latency.points.isEmpty else { return [] }
    let rows = latency.representatives.map { point in
      let estimate = point.estimate
      return TextTable.Row(
        [
          point.level, point.pages, Units.size(point.workingSet), estimate.valueText, estimate.intervalText,
          estimate.spreadText, estimate.countText, estimate.marks,
        ], of: estimate)
    }
    let table = TextTable(
      [
        TextTable.Column("level", .left), TextTable.Column("pages", .left),
        TextTable.Column("working set", dropped: 2), TextTable.Column("latency"), Columns.interval(reading),
        Columns.spread,
        Columns.count, Columns.marks,
      ], rows)
    return terminal.heading("Memory latency", remark: "lower is better")
      + terminal.wrap(
        "\(LatencyReading.explanation) The last lines show the shape over working sets.", tone: .faint)
      + table.lines(terminal) + stairs(latency, terminal)
      + (latency.shortCacheSentence.map { terminal.wrap($0, first: "  → ") } ?? [])
      + (latency.matrix.map { NodeMatrixLines.lines($0, terminal) } ?? [])
  }

  /// `4k  8 KiB ▁▁▂▃▃▅▇█ 256 MiB`: from the smallest working set to the largest.
  private static func stairs(_ latency: LatencyReading, _ terminal: TerminalText) -> [String] {
    let known = latency.staircases.filter { $0.points.count >= 3 }
    let widest = known.map { $0.pages.count }.max() ?? 0
    return known.compactMap { staircase in
      guard let first = staircase.points.first, let last = staircase.points.last else { return nil }
      let shape = Sparkline.text(staircase.points.map(\.estimate.value))
      let text = TerminalText.clean(
        "  \(staircase.pages.padded(to: widest))  \(Units.size(first.workingSet)) \(shape) \(Units.size(last.workingSet))"
      )
      return TerminalText.columns(text) <= terminal.width ? terminal.paint(text, .faint) : nil
    }
  }
}
