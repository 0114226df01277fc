internal import Experiment

/// Metrics that no other section knows.
enum PlainSection {
  static func markup(_ id: String, _ reading: RunReading) -> Markup {
    let estimates = reading.estimates(id)
    let better = estimates.first.map { "\($0.metric.better.rawValue) is better" } ?? ""
    return SectionParts.section(id, better: better) {
      // Rows of one plot share a scale, and so a unit.
      SectionParts.grid {
        for group in estimates.byUnit { SampleFigure("All samples of \(id)", group, reading).markup }
      }
    }
  }
}
