internal import Experiment

/// What shapes in the plots of samples mean.
enum Legend {
  /// The shapes, for the head of a section.
  static var samples: Markup {
    .element("ul", ["class": "legend", "aria-label": "Shapes in the plots"]) {
      for standing in PlottedMetric.Standing.allCases {
        Markup.element("li") {
          swatch { Mark(standing).draw(x: 8, y: 8, size: 4.5, standing.rawValue) }
          Markup("\(standing.rawValue) sample")
        }
      }
      Markup.element("li") {
        swatch {
          SVG.box(x: 2, y: 1, width: 12, height: 14, radius: 2, "interval")
          SVG.line((8, 1), (8, 15), "median")
        }
        Markup("median and its 95 % interval")
      }
    }
  }

  /// What of the plot's reading depends on these metrics.
  static func note(_ metrics: [PlottedMetric]) -> String {
    var notes: [String] = []
    if metrics.contains(where: \.hasModes) {
      notes.append(
        "Where samples fall into several groups, each group's center is marked; no average is formed.")
    }
    if metrics.contains(where: { $0.points.count < $0.metric.samples.count }) {
      notes.append("Samples that are no finite number are left out.")
    }
    return notes.joined(separator: " ")
  }

  private static func swatch(@MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"], content)
  }
}
