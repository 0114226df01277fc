internal import Experiment

/// What takes time from the CPUs: the gaps by their length.
enum DisturbanceSection: PageSection {
  static let metricIDs = DisturbanceTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    reading.estimates(DisturbanceReading.shareID).filter { $0["cpu"] == nil || $0["cpu"] == "all" }.map {
      Card("CPU time lost to others", $0, notes: ["of all CPUs in use"])
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let disturbance = DisturbanceReading(reading)
    return SubjectMarkup.section(disturbance.subject, samples: disturbance.shown, reading) {
      disturbance.gaps.flatMap(figure)
    }
  }

  private static func figure(_ gaps: LatencyDistribution) -> Markup? {
    guard let histogram = gaps.histogram else { return nil }
    let plot = HistogramPlot(
      title: "Gaps by their length", xName: "length of the gap, logarithmic", yName: "gaps, logarithmic",
      histogram: histogram)
    return Figure(
      title: plot.title,
      note: "All CPUs and all samples that count together; ten bars for each power of ten.",
      draw: { plot.draw(width: $0) }
    ).markup
  }
}
