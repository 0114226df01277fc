internal import Experiment
internal import Statistics

/// One metric as a report shows it: the figure, how sure it is, and what is wrong with it.
struct MetricView {
  /// Valid samples below which a figure is marked.
  static let fewestSamples = 3

  let metric: Metric
  let summary: Summary?
  let modes: Modes?
  private let disturbed: Int

  init(_ metric: Metric, in run: Run) {
    self.metric = metric
    let values = metric.validValues
    summary = Summary(of: values, seed: run.plan.seed)
    modes = Modes.detect(in: values)
    let judge = BlockJudge(limits: run.plan.limits)
    disturbed = metric.samples.count { $0.valid && judge.judge([("", $0.noise)]).verdict != .valid }
  }

  /// Whether the samples fall into several groups, whose mean would be a figure that never occurs.
  var isMultimodal: Bool { (modes?.clusters.count ?? 1) > 1 }

  /// The median; with several modes, each mode's with its number of samples.
  var valueText: String {
    guard let summary else { return "no valid sample" }
    guard isMultimodal, let clusters = modes?.clusters else {
      return Units.text(summary.median, unit: metric.unit)
    }
    return clusters.map { "\(Units.text($0.center, unit: metric.unit)) ×\($0.count)" }.joined(
      separator: " | ")
  }

  /// Samples from which a 95 % interval of the median can keep its word: with n samples no interval covers more
  /// often than 1 − 2^(1−n) (the sign test's; 93.8 % with five).
  static let fewestForInterval = 6

  /// The 95 % bootstrap interval of the median; the range of the samples where there are too few for one.
  var intervalText: String {
    guard let summary, !isMultimodal else { return "" }
    if let interval = summary.interval, summary.count >= Self.fewestForInterval {
      return range(interval.lower, interval.upper)
    }
    return range(summary.minimum, summary.maximum)
  }

  /// Coefficient of variation.
  var spreadText: String {
    guard let variation = summary?.coefficientOfVariation else { return "" }
    return Units.percent(variation)
  }

  /// `!` fewer than three valid samples, `≠` several modes, `~` some samples were disturbed.
  var mark: String {
    var mark = ""
    if metric.validValues.count < Self.fewestSamples { mark += "!" }
    if isMultimodal { mark += "≠" }
    if disturbed > 0 { mark += "~" }
    return mark
  }

  private func range(_ low: Double, _ high: Double) -> String {
    let lower = Units.text(low, unit: metric.unit)
    let upper = Units.text(high, unit: metric.unit)
    // The unit once, where it is the same on both sides.
    if let space = lower.lastIndex(of: " "), upper.hasSuffix(String(lower[space...])) {
      return "\(lower[..<space])…\(upper)"
    }
    return "\(lower)…\(upper)"
  }
}
