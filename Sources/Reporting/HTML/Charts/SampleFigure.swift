internal import Experiment

/// Every sample of several metrics of one unit: a strip for each, and the figures in a table behind it.
struct SampleFigure {
  /// A metric and what to call it.
  struct Row {
    /// Beside its strip.
    var name: String
    /// Its first cells in the table.
    var labels: [String]
    /// Its last cells.
    var more: [String] = []
    var estimate: Estimate
  }

  var title: String
  /// Heads of the table's first columns.
  var labels: [String]
  /// Heads of its last ones.
  var more: [String] = []
  var rows: [Row]
  /// What an interval is called in this Run.
  var intervalName: String
}

extension SampleFigure {
  /// Metrics named by the labels in which they differ.
  init(_ title: String, _ estimates: [Estimate], _ reading: RunReading) {
    let varying = estimates.varyingLabels
    self.init(
      title: title, labels: varying.isEmpty ? ["metric"] : varying.map { LabelText.name($0) },
      rows: estimates.map { estimate in
        Row(
          name: estimate.name(by: varying),
          labels: varying.isEmpty
            ? [estimate.metric.id]
            : varying.map { label in
              estimate[label].map {
                LabelText.value(label, $0, beside: estimate.metric.labels)
              } ?? "–"
            },
          estimate: estimate)
      }, intervalName: reading.intervalName)
  }

  /// The figure; only its table when no sample can be drawn.
  var markup: Markup {
    let plot = StripPlot(title: title, rows: rows.map { ($0.name, $0.estimate) })
    let figure = Figure(
      title: title, note: Legend.note(rows.map(\.estimate)), draw: { plot.draw(width: $0) }, table: table)
    return figure.markup ?? tableMarkup
  }

  /// Only the table, under its heading.
  var tableMarkup: Markup {
    .element("figure") {
      Markup.element("figcaption") { Markup.element("h4", title) }
      table.markup
    }
  }

  /// The same columns as in the terminal.
  var table: Table {
    var table = Table(
      title,
      labels.map { ($0, .text) }
        + [("value", .number), (intervalName, .number), ("spread", .number)]
        + more.map { ($0, .number) } + [("n", .number)])
    for row in rows {
      let estimate = row.estimate
      table.add(
        row.labels + [
          estimate.modesText.map { "\($0) \(estimate.marks)" } ?? estimate.markedText, estimate.intervalText,
          estimate.spreadText,
        ] + row.more + [estimate.countText])
    }
    return table
  }
}
