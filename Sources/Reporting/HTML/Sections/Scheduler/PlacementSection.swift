internal import Experiment

/// Placements of workers: the effect of each against none.
enum PlacementSection: PageSection {
  static let metricIDs = PlacementTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] { [] }

  static func markup(_ reading: RunReading) -> Markup {
    let placement = PlacementReading(reading)
    return SubjectMarkup.section(placement.subject, samples: placement.estimates, reading) {
      figure(placement.comparisons)
    }
  }

  private static func figure(_ comparisons: [PlacementReading.Comparison]) -> Markup? {
    let plot = ForestPlot(
      title: "Work against none", axisName: "more or less work than none, %",
      rows: comparisons.map { comparison in
        .init(
          name: comparison.name, center: comparison.effect.center, range: comparison.effect.range,
          text: comparison.effect.text, detail: comparison.effect.rangeText)
      })
    let kinds = Set(comparisons.map(\.effect.isInterval))
    let whiskers =
      kinds == [true]
      ? "95 % interval"
      : kinds == [false] ? "range of the pairs" : "95 % interval, with fewer than six pairs their range"
    return Figure(
      title: plot.title, note: "Bars: \(whiskers). A bar across the zero line: no difference beyond doubt.",
      draw: { plot.draw(width: $0) }
    ).markup
  }
}
