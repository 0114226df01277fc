/// The compression benchmark: a heading for each question that its codecs answer.
enum CompressionTable: TableSection {
  static let metricIDs = CompressionFigure.ids

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    CompressionReading(reading).subjects.flatMap { SubjectLines.lines($0, reading, terminal) }
  }
}
