/// A part of a report: it knows some metrics and shows them.
///
/// A benchmark has a reading, which works out what may be said, and two sections that show it and decide nothing:
/// `Reading/XReading.swift`; `Terminal/Sections/XTable.swift`, a ``TableSection`` named in `TableSections.all`; and
/// `HTML/Sections/XSection.swift`, a ``PageSection`` named in `PageSections.all`. Nothing else changes. Metrics that no
/// section knows are shown plainly.
protocol ReportSection: Sendable {
  /// The metric names that it shows.
  static var metricIDs: Set<String> { get }
}
