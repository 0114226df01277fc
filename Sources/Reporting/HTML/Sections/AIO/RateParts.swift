internal import Experiment

/// Latency over the rate that was asked for.
enum RatePart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let rates = RateReading(reading)
    let samples = rates.subject.tables.flatMap(\.estimates)
    return SubjectMarkup.section(rates.subject, samples: samples, reading) { figure(rates.curves) }
  }

  private static func figure(_ curves: [RateReading.Curve]) -> Markup? {
    let quantiles = ["p99.9", "p99", "p50"]
    let series = curves.flatMap { curve in
      quantiles.map { quantile in
        LinePlot.Series(
          name: curves.count > 1 ? "\(curve.name), \(quantile)" : quantile,
          points: curve.loads.compactMap { load in point(load, quantile) })
      }
    }.filter { !$0.points.isEmpty }
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    let plot = LinePlot(
      title: "How long requests take at which rate",
      x: .init(
        name: "operations a second asked for", unit: ScaledUnit("", for: 1), kind: .linear,
        format: Axis.ownUnit("")),
      y: .init(
        name: "latency from when it was due, logarithmic", unit: ScaledUnit("s", for: 1),
        kind: .logarithmic(base: 10), format: Axis.ownUnit("s")), series: series)
    let estimates = curves.flatMap(\.loads).flatMap { load in quantiles.compactMap { load.latency($0) } }
    return Figure(title: plot.title, note: Legend.curves(estimates), draw: { plot.draw(width: $0) }).markup
  }

  private static func point(_ load: AIOLoad, _ quantile: String) -> LinePlot.Point? {
    guard let asked = RateReading.asked(load), let estimate = load.latency(quantile) else { return nil }
    return LinePlot.Point(
      x: asked, estimate, title: "\(Units.text(asked, unit: "IOPS")): \(estimate.markedText)")
  }
}

/// Every figure of every load, behind a click.
enum LoadPart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let aio = AIOReading(reading)
    guard !aio.loads.isEmpty else { return .empty }
    let table = EstimateTable(aio.loads, heads: ["engine", "rw", "block", "depth"], AIOFigure.all, main: nil)
    let subject = Subject(title: "Every figure of every I/O load", explanation: "", tables: [table])
    return SectionParts.section(
      subject.title,
      explanation:
        "Submit: until the call that submits returns. Complete: from then until the completion is seen. CPU/op: processor time an operation."
    ) {
      SectionParts.details("\(Units.count(aio.loads.count, "load")), \(table.estimates.count) figures") {
        SubjectMarkup.table(table, subject, reading).markup
      }
    }
  }
}
