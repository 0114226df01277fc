internal import Experiment

/// A section of the terminal's report.
protocol TableSection: ReportSection {
  /// The lines, with a heading; none where there is nothing to show.
  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String]
}

/// Every section, in the order of the report; metrics that none knows get a plain table.
enum TableSections {
  static let all: [any TableSection.Type] = [
    BandwidthTable.self, LatencyTable.self, LoadedLatencyTable.self, WakeupTable.self, RequestTable.self,
    SwitchTable.self, CoreToCoreTable.self, MessagingTable.self, DisturbanceTable.self, MigrationTable.self,
    PlacementTable.self, AIOTable.self, CompressionTable.self, LiveMigrationTable.self,
  ]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    all.flatMap { $0.lines(reading, terminal) }
      + reading.ids(besides: all).flatMap { PlainTable.lines($0, reading, terminal) }
  }
}
