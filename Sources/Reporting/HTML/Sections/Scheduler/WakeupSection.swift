internal import Experiment

/// Timer wake-ups: how many are how late, by policy and load.
enum WakeupSection: PageSection {
  static let metricIDs = WakeupTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    let distributions = WakeupReading(reading).distributions
    let shown = distributions.filter {
      $0.labels["policy"] == "other" && $0.labels["dma_latency"] != "held"
    }
    return shown.compactMap { distribution in
      distribution.quantiles["p99"].map {
        Card("Timer wake-up, p99", $0, notes: [WakeupReading.name(distribution.labels)])
      }
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let wakeup = WakeupReading(reading)
    return SubjectMarkup.section(wakeup.subject, samples: wakeup.estimates, reading) {
      DistributionFigure(
        title: "How many wake-ups are how late", xName: "late by at least", things: "wake-ups",
        entries: wakeup.distributions.map { (WakeupReading.name($0.labels), $0) }
      ).markup
    }
  }
}
