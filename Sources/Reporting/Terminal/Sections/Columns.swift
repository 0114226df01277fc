/// Columns that most tables share.
enum Columns {
  static func interval(_ reading: RunReading) -> TextTable.Column {
    TextTable.Column(reading.intervalName, dropped: 4)
  }
  static let spread = TextTable.Column("spread", dropped: 1)
  static let count = TextTable.Column("n", dropped: 3)
  static let marks = TextTable.Column("", .left)
}

extension TextTable.Row {
  /// A row about an estimate: red without a result, yellow with several modes; these stand beneath it, for a median of
  /// several would be a figure that never occurs.
  init(_ cells: [String], of estimate: Estimate) {
    self.init(
      cells: cells, tone: !estimate.isResult ? .bad : !estimate.modes.isEmpty ? .caution : .plain,
      beneath: estimate.modesText.map { ["└ \($0)"] } ?? [])
  }
}
