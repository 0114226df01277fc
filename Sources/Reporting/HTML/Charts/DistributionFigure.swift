internal import Experiment

/// How many latencies are how long: a falling curve for each distribution.
struct DistributionFigure {
  /// A distribution and what to call it here.
  typealias Entry = (name: String, distribution: LatencyDistribution)

  var title: String
  /// `late by at least`
  var xName: String
  /// `wake-ups`
  var things: String
  var entries: [Entry]

  /// The figure; nil without a histogram.
  var markup: Markup? {
    let kept = entries.map { (name: $0.name, curve: $0.distribution.curve) }.filter { !$0.curve.isEmpty }
    guard !kept.isEmpty else { return nil }
    let plot = LinePlot(
      title: title,
      x: .init(
        name: "\(xName), logarithmic", unit: ScaledUnit("s", for: 1), kind: .logarithmic(base: 10),
        format: Axis.ownUnit("s")),
      y: .init(
        name: "% of the \(things), logarithmic", unit: ScaledUnit("1", for: 1), kind: .logarithmic(base: 10),
        format: { Units.plain($0 * 100) }),
      series: kept.map { LinePlot.Series(name: $0.name, points: $0.curve.map(Self.point)) })
    let missing = entries.count - kept.count
    let notes = [
      "Of all samples that count together. Marked: p50, p90, p99 and so on, and the longest of all. The further right a curve ends, the longer the worst wait.",
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
