internal import Experiment

/// Placements of workers: the effect of each against none.
enum PlacementSection: PageSection {
  static let metricIDs = PlacementTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] { [] }

  static func markup(_ reading: RunReading) -> Markup {
    let placement = PlacementReading(reading)
    return SubjectMarkup.section(placement.subject, samples: placement.estimates, reading) {
      EffectFigure(
        title: "Work against none", axisName: "more or less work than none, %",
        rows: placement.comparisons.map { ($0.name, $0.effect) }
      ).markup
    }
  }
}
