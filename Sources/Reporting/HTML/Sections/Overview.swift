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
    for (key, _) in groups.sorted(by: { $0.key < $1.key }) {
      let cells = views.map { view in view.metrics.first { $0.metric.key == key }?.valueText ?? "not measured"
      }
      table.add([name(key)] + cells)
    }
    return .element("section") {
      Markup.element("h2", "Side by side")
      table.markup
    }
  }

  private static func name(_ key: Metric.Key) -> String {
    let labels = key.labels.sorted { $0.key < $1.key }.map { LabelText.text($0.key, $0.value) }
    return ([key.id] + labels).joined(separator: ", ")
  }
}
