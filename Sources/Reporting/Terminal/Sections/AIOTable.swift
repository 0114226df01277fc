/// The AIO benchmark: a heading for each question that its loads answer.
enum AIOTable: TableSection {
  static let metricIDs = AIOFigure.ids.union([KneeReading.rateID, KneeReading.depthID])

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    AIOReading.subjects(reading).flatMap { SubjectLines.lines($0, reading, terminal) }
  }
}
