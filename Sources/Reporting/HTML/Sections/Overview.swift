internal import Experiment

/// Several Runs side by side: what decides about each, one row a metric. It shows; it does not judge.
enum Overview {
  static func markup(_ views: [RunView]) -> Markup {
    let metrics = views.flatMap(\.metrics)
    let primary = metrics.filter { $0.metric.role == .primary }
    let groups = (primary.isEmpty ? metrics : primary).grouped(by: { $0.metric.key })
    var table = Table(
      "Medians of the primary metrics; for a verdict use assay compare",
      [("metric", .text)] + views.map { ($0.name, .number) })
    let shown = primary.isEmpty ? metrics : primary
    for (key, _) in groups.sorted(by: { $0.key < $1.key }) {
      let varying = shown.filter { $0.metric.id == key.id }.varyingLabels
      let cells = views.map { view in view.metrics.first { $0.metric.key == key }?.valueText ?? "not measured"
      }
      table.add([name(key, varying)] + cells)
    }
    return .element("section") {
      Markup.element("h2", "Side by side")
      table.markup
    }
  }

  /// The name and those labels that tell it apart; what moves on the bus follows from the loop.
  private static func name(_ key: Metric.Key, _ varying: [String]) -> String {
    let labels = varying.filter { $0 != "bus_factor" }.compactMap { label in
      key.labels[label].map { LabelText.text(label, $0) }
    }
    return "\(key.id)\(labels.isEmpty ? "" : ": ")\(labels.joined(separator: ", "))"
  }
}
