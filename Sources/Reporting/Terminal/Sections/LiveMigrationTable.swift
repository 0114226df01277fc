internal import Experiment

/// Live migrations: a heading for each question that they answer, and how the throughput of each ran.
enum LiveMigrationTable: TableSection {
  static let metricIDs = LiveMigrationFigure.ids.union(ChainReading.ids)
  /// Characters of a line of throughput over time.
  private static let columns = 32

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let migrations = LiveMigrationReading(reading)
    let stages = SubjectLines.lines(ChainReading(reading, isNarrow: true).subject, reading, terminal)
    return stages + migrations.subjects.flatMap { SubjectLines.lines($0, reading, terminal) }
      + migrations.groups.flatMap { shapes($0, terminal) }
  }

  /// A line for each migration whose throughput was recorded, over the time of its last sample that counts.
  private static func shapes(_ group: LiveMigration.Group, _ terminal: TerminalText) -> [String] {
    let known = group.migrations.compactMap { migration -> (name: String, shape: String, end: Double)? in
      guard let timeline = LiveMigrationTimeline(migration), timeline.throughput.count > 1 else { return nil }
      let shape = Sparkline.text(
        timeline.throughput.bucketed(timeline.extent, into: columns) { $0.reduce(0, +) / Double($0.count) })
      return ("\(migration.dirtyText) pages/s, \(migration.name)", shape, timeline.extent.upperBound)
    }
    let width = known.map(\.name.count).max() ?? 0
    guard !known.isEmpty, width + columns + 16 <= terminal.width else { return [] }
    return terminal.heading("Live migration: throughput over time, \(group.title)")
      + known.map { entry in
        let name = TerminalText.clean(entry.name).padded(to: width)
        return "  \(name)  0 \(entry.shape) \(Units.text(entry.end, unit: "s"))"
      }
  }
}
