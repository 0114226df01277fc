internal import Experiment

/// A part of the page that knows how to show certain metrics.
struct MetricSection: Sendable {
  /// The metrics that it shows; of a metric that two sections name, each shows its own side.
  var ids: Set<String>
  /// Its markup; the metrics are the Run's with those names, at least one.
  var markup: @Sendable ([PlottedMetric], RunView) -> Markup
}

/// Chooses the section of each metric by its name; what no section knows gets a table and a plot of its samples.
enum MetricSections {
  /// Every section, in the order of the page. A new benchmark adds its own here.
  static var all: [MetricSection] {
    [BandwidthSection.section, LatencySection.section, LoadedLatencySection.section, NUMASection.section]
  }

  static func markup(_ view: RunView) -> Markup {
    let sections = all
    var pieces: [Markup] = []
    for section in sections {
      let metrics = view.metrics.filter { section.ids.contains($0.metric.id) }
      if !metrics.isEmpty { pieces.append(section.markup(metrics, view)) }
    }
    let known = sections.reduce(into: Set<String>()) { $0.formUnion($1.ids) }
    let others = view.metrics.filter { !known.contains($0.metric.id) }
    for group in others.grouped(by: { $0.metric.id }) {
      pieces.append(GenericSection.markup(group.members, name: group.key))
    }
    return .joined(pieces)
  }
}
