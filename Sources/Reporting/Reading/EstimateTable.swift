internal import Experiment

/// Estimates in rows and columns: what a terminal and a page show alike.
struct EstimateTable: Sendable {
  /// A column of estimates.
  struct Column: Sendable {
    var name: String
    /// The lower, the earlier a narrow terminal drops it; nil: never.
    var dropped: Int?

    init(_ name: String, dropped: Int? = nil) {
      self.name = name
      self.dropped = dropped
    }
  }

  /// What the rows share their labels with.
  struct Row: Sendable {
    /// As many as the table has labels, in words.
    var labels: [String]
    /// As many as the table has columns; nil where nothing was measured.
    var cells: [Estimate?]
    /// As many as the table has further columns.
    var more: [String] = []
    /// What stands on a line of its own below the row; empty for nothing.
    var beneath = ""

    var estimates: [Estimate] { cells.compactMap(\.self) }
    /// Marks of all its estimates, each once.
    var marks: String {
      Estimate.allMarks.filter { mark in estimates.contains { $0.marks.contains(mark) } }.joined()
    }
    /// Samples that count, of the estimate with the fewest.
    var countText: String { estimates.min { $0.count < $1.count }?.countText ?? "" }
  }

  /// What is in it, where several stand under one heading; empty for the only one.
  var title = ""
  /// Heads of the first columns.
  var labels: [String]
  var columns: [Column]
  /// Heads of the last columns, which hold text.
  var more: [Column] = []
  var rows: [Row]
  /// The column whose interval stands beside it; nil where there is no room for any.
  var main: Int?
  /// Whether columns that do not fit go into a table below instead of being dropped.
  var isCut = false

  /// The estimates in it.
  var estimates: [Estimate] { rows.flatMap(\.estimates) }

  /// The head of the column of intervals.
  func intervalName(_ reading: RunReading) -> String? {
    main.map { columns.count == 1 ? reading.intervalName : "\(columns[$0].name) \(reading.intervalName)" }
  }
}

extension EstimateTable {
  /// A row for each combination of labels, a column for each kind of figure.
  ///
  /// - Parameters:
  ///   - labels: heads every row; labels beside them and `hidden` that tell rows apart follow.
  ///   - hidden: labels that tell no rows apart: what makes the columns, and what follows from others.
  ///   - joined: whether the labels of a row are one text.
  ///   - column: the name of the column that an estimate belongs in; nil for none.
  init(
    _ estimates: [Estimate], by labels: [String], hidden: Set<String>, joined: Bool = false,
    columns: [Column], main: Int? = nil, column: (Estimate) -> String?
  ) {
    func key(_ estimate: Estimate) -> [String: String] {
      estimate.metric.labels.filter { !hidden.contains($0.key) }
    }
    let placed = estimates.compactMap {
      estimate -> (key: [String: String], column: Int, estimate: Estimate)? in
      guard let name = column(estimate), let index = columns.firstIndex(where: { $0.name == name }) else {
        return nil
      }
      return (key(estimate), index, estimate)
    }
    let further = placed.map(\.estimate).varyingLabels.filter { !hidden.contains($0) && !labels.contains($0) }
    let heads = labels + further
    let groups = Dictionary(grouping: placed, by: \.key).sorted { left, right in
      let ranks = heads.map {
        (LabelWords.rank($0, left.key[$0]), LabelWords.rank($0, right.key[$0]))
      }
      return ranks.first { $0.0 != $0.1 }.map { $0.0 < $0.1 } ?? false
    }
    self.columns = columns
    self.main = main
    self.labels =
      joined
      ? [""] : heads.map { LabelWords.name($0, beside: placed.first?.estimate.metric.labels ?? [:]) }
    isCut = joined
    rows = groups.map { key, members in
      let texts = heads.map { head in key[head].map { LabelWords.value(head, $0, beside: key) } ?? "–" }
      return Row(
        labels: joined ? [texts.joined(separator: ", ")] : texts,
        cells: columns.indices.map { index in members.first { $0.column == index }?.estimate })
    }
    dropEmptyColumns()
  }

  /// Leaves out columns in which nothing was measured: they say nothing.
  mutating func dropEmptyColumns() {
    let used = columns.indices.filter { index in rows.contains { $0.cells[index] != nil } }
    guard used.count < columns.count else { return }
    main = main.flatMap { used.firstIndex(of: $0) }
    columns = used.map { columns[$0] }
    for index in rows.indices { rows[index].cells = used.map { rows[index].cells[$0] } }
  }
}
