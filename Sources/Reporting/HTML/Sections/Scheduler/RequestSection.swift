internal import Experiment

/// Requests: their latency over the load.
enum RequestSection: PageSection {
  static let metricIDs = RequestTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    reading.estimates(RequestReading.rateID).filter { $0["load"] == "closed" && $0["pinning"] == "none" }.map
    {
      Card("Requests, peak", $0, notes: ["the scheduler places the workers"])
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let requests = RequestReading(reading)
    return SubjectMarkup.section(requests.subject, samples: requests.estimates, reading) {
      figure(requests.curves)
    }
  }

  private static func figure(_ curves: [RequestReading.Curve]) -> Markup? {
    let series = curves.flatMap { curve in
      ["p99", "p50"].map { quantile in
        LinePlot.Series(
          name: "\(curve.name), \(quantile)",
          points: curve.points.compactMap { point in
            point.quantiles[quantile].flatMap { estimate in
              LinePlot.Point(
                x: point.load, estimate,
                title: "\(Units.fixed(point.load, decimals: 0)) % load: \(estimate.markedText)")
            }
          })
      }
    }.filter { !$0.points.isEmpty }
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    let plot = LinePlot(
      title: "Latency of requests over the load",
      x: .init(name: "load, % of the closed-loop peak", unit: ScaledUnit("1", for: 1), kind: .linear),
      y: .init(
        name: "latency of a request, logarithmic", unit: ScaledUnit("s", for: 1),
        kind: .logarithmic(base: 10),
        format: Axis.ownUnit("s")), series: series)
    let estimates = curves.flatMap(\.points).flatMap { point in
      ["p50", "p99"].compactMap { point.quantiles[$0] }
    }
    return Figure(title: plot.title, note: Legend.curves(estimates), draw: { plot.draw(width: $0) }).markup
  }
}
