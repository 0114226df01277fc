internal import Experiment
internal import Fleet

/// The nodes side by side in each metric: a strip with a mark for each node, and the numbers.
enum FleetStripSection {
  private static let mostStrips = 120
  /// So many strips of metrics without a finding are shown without a click.
  private static let mostOpen = 24
  private static let mostRows = 1_000

  static func markup(_ reading: FleetReading) -> Markup? {
    let metrics = reading.metrics
    guard !metrics.isEmpty else { return nil }
    let shown = FleetMetric.mostTelling(reading.shownMetrics.filter { !$0.places.isEmpty }, most: mostStrips)
    let found = shown.filter { !$0.findings.isEmpty }
    let others = shown.filter(\.findings.isEmpty)
    let nodes = reading.report.nodes.count
    return SectionParts.section(
      "Metrics, node by node", better: "medians and 95 % intervals", explanation: explanation(nodes)
    ) {
      legend
      strips(found, nodes)
      if others.count > mostOpen {
        SectionParts.details("\(Units.count(others.count, "metric")) without an odd node") {
          strips(others, nodes)
        }
      } else {
        strips(others, nodes)
      }
      SectionParts.details("The numbers") { table(metrics, reading) }
    }
  }

  private static func explanation(_ nodes: Int) -> String {
    nodes <= FleetStrip.mostRows
      ? "Axes do not start at 0."
      : "One dot a node, stacked where they meet, or a bar where there are too many; odd nodes stand below with their names. Axes do not start at 0."
  }

  private static var legend: Markup {
    let kinds = [
      (Mark.disc, "same", "node"), (.diamond, "worse", "odd and worse"),
      (.triangle, "better", "odd and better"), (.ring, "inconclusive", "one of two that differ"),
    ]
    return .element("ul", ["class": "legend", "aria-label": "Marks of the nodes"]) {
      for (mark, style, text) in kinds {
        Markup.element("li") {
          Markup.element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"]) {
            SVG.line((1, 8), (15, 8), "whisker \(style)")
            mark.draw(x: 8, y: 8, size: 4.5, style)
          }
          Markup(text)
        }
      }
    }
  }

  private static func strips(_ metrics: [FleetMetric], _ nodes: Int) -> Markup {
    guard !metrics.isEmpty else { return .empty }
    return .element("div", ["class": "strips"]) {
      for metric in metrics {
        Markup.element("figure", ["class": "strip"]) {
          Markup.element("figcaption") {
            Markup.element("h4", metric.fullName)
            Markup.element("p", caption(metric))
          }
          FleetStrip(metric, nodes: nodes).markup
        }
      }
    }
  }

  private static func caption(_ metric: FleetMetric) -> String {
    let nodes = Units.count(metric.places.count, "node")
    return
      "\(metric.row.better.rawValue) is better · spread \(metric.spreadText) · \(nodes) · median \(Units.text(metric.median, unit: metric.unit))"
  }

  // MARK: Numbers

  private static func table(_ metrics: [FleetMetric], _ reading: FleetReading) -> Markup {
    let nodes = reading.report.nodes.map(\.name)
    let hasColumns = nodes.count <= FleetStrip.mostRows
    var table = Table(
      "Medians of the nodes",
      [("metric", .prose), ("role", .text)]
        + (hasColumns
          ? nodes.map { ($0, Table.Alignment.number) }
          : [("median", .number), ("lowest", .number), ("", .text), ("highest", .number), ("", .text)])
        + [("spread", .number), ("nodes", .number)])
    for metric in metrics.prefix(mostRows) {
      let values =
        hasColumns
        ? nodes.enumerated().map { metric.text($0.offset, $0.element) }
        : [Units.text(metric.median, unit: metric.unit)]
          + [metric.lowest, metric.highest].flatMap { place in
            [place.map { metric.text($0) } ?? "–", place?.name ?? ""]
          }
      table.add(
        [metric.fullName, metric.row.role.rawValue] + values + [metric.spreadText, "\(metric.places.count)"])
    }
    return .joined([table.markup, FleetPage.more(metrics.count - mostRows, "metric") ?? .empty])
  }
}
