internal import Experiment

/// A section of the page.
protocol PageSection: ReportSection {
  /// The section with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup
  /// What of it a planner asks for first, for the head of the page.
  static func cards(_ reading: RunReading) -> [Card]
}

/// Every section, in the order of the page; metrics that none knows get a plain one.
enum PageSections {
  static let all: [any PageSection.Type] = [
    BandwidthSection.self, LatencySection.self, LoadedLatencySection.self, WakeupSection.self,
    RequestSection.self, SwitchSection.self, CoreToCoreSection.self, MessagingSection.self,
    DisturbanceSection.self, MigrationSection.self, PlacementSection.self, AIOSection.self,
    CompressionSection.self, LiveMigrationSection.self,
  ]

  static func markup(_ reading: RunReading) -> Markup {
    guard !reading.estimates.isEmpty else { return .empty }
    return .joined(
      [Legend.samples(reading)] + all.map { $0.markup(reading) }
        + reading.ids(besides: all).map { PlainSection.markup($0, reading) })
  }
}
