internal import Experiment

/// Several Runs side by side: what decides about each, one row a metric. It shows; it does not judge.
enum Overview {
  static func markup(_ runs: [NamedRun]) -> Markup {
    let estimates = runs.flatMap(\.reading.estimates)
    let primary = estimates.filter { $0.metric.role == .primary }
    let shown = primary.isEmpty ? estimates : primary
    var table = Table(
      "The primary metrics; for a verdict use assay compare",
      [("metric", .prose)] + runs.map { ($0.name, .number) })
    table.isNamedAbove = false
    for key in Set(shown.map(\.metric.key)).sorted() {
      let varying = shown.filter { $0.metric.id == key.id }.varyingLabels
      let cells = runs.map { run in
        run.reading.estimates.first { $0.metric.key == key }?.markedText ?? "not measured"
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
      key.labels[label].map { LabelText.text(label, $0, beside: key.labels) }
    }
    return "\(key.id)\(labels.isEmpty ? "" : ": ")\(labels.joined(separator: ", "))"
  }
}
