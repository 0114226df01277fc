internal import Comparison
internal import Experiment

/// Where changes lie across the plot: worse on the left, better on the right, whichever way is good.
///
/// Places are per cent of the plot's width, so that it can be as wide as there is room.
struct ForestScale {
  /// The change at the right end; its opposite is at the left.
  let end: Double
  /// The smallest change that matters.
  let delta: Double

  /// A scale for all of these. A few that go much further than the others are cut: they would press all others
  /// together.
  init(_ metrics: [MetricComparison], delta: Double) {
    self.delta = delta.isFinite && delta > 0 ? delta : 0
    let ends = metrics.compactMap { metric -> Double? in
      guard let effect = metric.effect else { return nil }
      let shares = [effect.lower, effect.ratio, effect.upper].compactMap { $0 }.filter(\.isFinite)
      return shares.map { ($0 - 1).magnitude }.max()
    }.sorted()
    let most = ends.last ?? 0
    let usual = ends.isEmpty ? 0 : ends[min(ends.count - 1, ends.count * 3 / 4)]
    end = max(self.delta * 2.5, min(most, usual * 2) * 1.08, 0.001)
  }

  /// The place of a ratio, and whether it had to be moved to the end.
  func place(_ ratio: Double, _ better: Metric.Direction) -> (x: Double, isCut: Bool) {
    let change = (better == .higher ? 1 : -1) * (ratio - 1)
    guard change.isFinite else { return (ratio > 0 ? 100 : 0, true) }
    return (place(min(end, max(-end, change))), change.magnitude > end)
  }

  /// The place of a change for the better.
  func place(_ change: Double) -> Double { 50 + 50 * change / end }

  /// Round changes for the axis, both ways.
  var ticks: [Double] {
    Ticks.linear(-end...end, about: 8)
  }

  /// `2 %`: the sides say which is better.
  func text(_ tick: Double) -> String {
    let decimals = Ticks.decimals(of: ticks.map { $0 * 100 })
    return "\(Units.fixed(tick.magnitude * 100, decimals: decimals)) %"
  }
}
