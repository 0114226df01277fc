internal import Experiment
internal import Statistics

/// Any metric: a plot of all samples and a table.
enum GenericSection {
  static func markup(_ metrics: [PlottedMetric], name: String) -> Markup {
    .element("section") {
      Markup.element("h3", name)
      Markup.element("div", ["class": "grid"]) {
        // Rows of one plot share a scale, and so a unit.
        for group in metrics.grouped(by: { $0.metric.unit }) {
          figure(group.members, title: "All samples of \(name)")
        }
      }
    }
  }

  /// A strip plot with its table; only the table when no sample can be drawn.
  static func figure(_ metrics: [PlottedMetric], title: String) -> Markup {
    let varying = metrics.varyingLabels
    let rows = metrics.map { StripPlot.Row(name: name(of: $0, by: varying), metric: $0) }
    let table = table(metrics, caption: title)
    let plot = StripPlot(title: title, rows: rows)
    let note = Legend.note(metrics)
    return Figure(title: title, note: note, draw: { plot.draw(width: $0) }, table: table).markup
      ?? table.markup
  }

  /// What tells a metric apart from the others: the values of its labels; its own name when nothing does.
  static func name(of metric: PlottedMetric, by labels: [String]) -> String {
    let parts = labels.compactMap { label in metric[label].map { LabelText.text(label, $0) } }
    return parts.isEmpty ? metric.metric.id : parts.joined(separator: ", ")
  }

  /// Labels, median, interval, spread and counts of each metric.
  static func table(_ metrics: [PlottedMetric], caption: String) -> Table {
    let labels = metrics.varyingLabels
    let shown = labels.isEmpty ? ["metric"] : labels
    var table = Table(
      caption,
      shown.map { (LabelText.name($0), .text) }
        + [
          ("median", .number), ("95 % interval", .number), ("spread", .number), ("better", .text),
          ("samples", .text),
        ])
    for metric in metrics {
      let names =
        labels.isEmpty
        ? [metric.metric.id] : labels.map { label in metric[label].map { LabelText.value(label, $0) } ?? "" }
      table.add(
        names + [
          metric.valueText, metric.spreadText,
          metric.summary?.coefficientOfVariation.map { Units.percent($0) } ?? "–",
          metric.metric.better.rawValue, metric.countText,
        ])
    }
    return table
  }
}
