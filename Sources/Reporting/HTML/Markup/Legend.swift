internal import Experiment

/// What shapes in the plots of samples mean.
enum Legend {
  /// The shapes, for the head of a section.
  static func samples(_ reading: RunReading) -> Markup {
    .element("ul", ["class": "legend", "aria-label": "Shapes in the plots"]) {
      for standing in Estimate.Standing.allCases {
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
        Markup("median and \(reading.intervalName)")
      }
    }
  }

  /// How to read strips of these metrics, where that is not plain.
  static func note(_ estimates: [Estimate]) -> String {
    var notes: [String] = []
    if estimates.contains(where: { !$0.modes.isEmpty }) {
      notes.append(
        "Where samples fall into several groups, each group's center is marked; no average is formed.")
    }
    if estimates.contains(where: { $0.points.count < $0.metric.samples.count }) {
      notes.append("Samples that are no finite number are left out.")
    }
    return notes.joined(separator: " ")
  }

  /// How to read curves through these metrics, where that is not plain.
  static func curves(_ estimates: [Estimate]) -> String {
    estimates.contains { !$0.modes.isEmpty }
      ? "Each mode is marked; the line goes through the one with most samples, of equals the worse." : ""
  }

  private static func swatch(@MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"], content)
  }
}
