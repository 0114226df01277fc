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
      figure(wakeup.distributions)
    }
  }

  private static func figure(_ distributions: [LatencyDistribution]) -> Markup? {
    let kept = distributions.map { (labels: $0.labels, curve: $0.curve) }.filter { !$0.curve.isEmpty }
    guard !kept.isEmpty else { return nil }
    let plot = LinePlot(
      title: "How many wake-ups are how late",
      x: .init(
        name: "late by at least, logarithmic", unit: ScaledUnit("s", for: 1), kind: .logarithmic(base: 10),
        format: Axis.ownUnit("s")),
      y: .init(
        name: "% of the wake-ups, logarithmic", unit: ScaledUnit("1", for: 1), kind: .logarithmic(base: 10),
        format: { Units.plain($0 * 100) }),
      series: kept.map { distribution in
        LinePlot.Series(name: WakeupReading.name(distribution.labels), points: distribution.curve.map(point))
      })
    let missing = distributions.count - kept.count
    let notes = [
      "Of all samples that count together. Marked: p50, p90, p99 and so on, and the latest of all. The further right a curve ends, the longer the worst wait.",
      missing > 0 ? "\(Units.count(missing, "distribution")) without a histogram: not drawn." : "",
    ]
    return Figure(
      title: plot.title, note: notes.filter { !$0.isEmpty }.joined(separator: " "),
      draw: { plot.draw(width: $0) }
    ).markup
  }

  private static func point(_ step: LatencyDistribution.Step) -> LinePlot.Point {
    LinePlot.Point(
      x: step.seconds, y: step.share,
      title: step.quantile.map { "\($0): \(Units.text(step.seconds, unit: "s"))" })
  }
}
