/// Columns that most tables share.
enum Columns {
  static func interval(_ reading: RunReading) -> TextTable.Column {
    TextTable.Column(reading.intervalName, dropped: 4)
  }
  static let spread = TextTable.Column("spread", dropped: 1)
  static let count = TextTable.Column("n", dropped: 3)
  static let marks = TextTable.Column("", .left)

  /// Red without a result, yellow with several modes, else plain.
  static func tone(_ estimate: Estimate) -> Tone {
    !estimate.isResult ? .bad : !estimate.modes.isEmpty ? .caution : .plain
  }

  /// The lines under a row: the modes, for a median of several would be a figure that never occurs.
  static func beneath(_ estimate: Estimate) -> [String] { estimate.modesText.map { ["└ \($0)"] } ?? [] }
}
