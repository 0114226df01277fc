internal import Platform
internal import Statistics

extension Run {
  /// The code of the warning that a measuring process failed.
  public static let sampleFailedCode = "sample.failed"
  /// The code of the warning that a process reported a series that is none.
  public static let seriesDamagedCode = "sample.series_damaged"

  /// Whether a round counts, and why not or why it is suspect. One that brought no value is invalid, however quiet the
  /// machine was.
  func judge(_ round: Round) -> (verdict: Block.Verdict, reasons: [String]) {
    let judged = BlockJudge(limits: plan.limits).judge(round.reports.map { ($0.part, $0.report.noise) })
    guard round.reports.allSatisfy(\.report.measurements.isEmpty) else { return judged }
    return (.invalid, ["no part was measured"] + judged.reasons)
  }

  /// Adds a judged round.
  ///
  /// - Parameter objection: why it does not count, beside what disturbed it: the fault of its partner.
  mutating func merge(_ round: Round, block: Int, attempt: Int, seconds: Double, objection: String? = nil) {
    var judged = judge(round)
    if let objection { judged = (.invalid, [objection] + judged.reasons) }
    plan.order.append(round.order)
    blocks.append(
      Block(
        block: block, attempt: attempt, verdict: judged.verdict, reasons: judged.reasons, seconds: seconds))
    for (_, report) in round.reports {
      for measurement in report.measurements {
        add(
          measurement,
          Sample(
            value: measurement.value, block: block, attempt: attempt, valid: judged.verdict != .invalid,
            noise: report.noise))
        if judged.verdict != .invalid {
          merge(histogramOf: measurement)
          take(seriesOf: measurement)
        }
      }
    }
    skipped += round.skipped
    for warning in round.warnings where !warnings.contains(warning) { warnings.append(warning) }
    finished = Timestamp.now()
  }

  /// Adds a process's latencies to those of its metric.
  private mutating func merge(histogramOf measurement: Measurement) {
    guard let added = measurement.histogram,
      let index = metrics.firstIndex(where: { $0.key == measurement.key })
    else { return }
    metrics[index].histogram = LatencyHistogram.merged(metrics[index].histogram, added)
  }

  /// Replaces the series of a metric by that of a newer sample. One that is damaged would make the whole document
  /// unreadable: it is left out, with a warning.
  private mutating func take(seriesOf measurement: Measurement) {
    guard let series = measurement.series,
      let index = metrics.firstIndex(where: { $0.key == measurement.key })
    else { return }
    guard let damage = series.damage else {
      metrics[index].series = series
      return
    }
    let warning = Warning(
      code: Self.seriesDamagedCode,
      message: "\(measurement.key): how it ran over time was left out: \(damage)",
      advice: "The samples are not affected. This is a fault of the benchmark: report it with this message.")
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// Adds a sample to its metric, which is made where it does not exist; metrics stay sorted.
  private mutating func add(_ measurement: Measurement, _ sample: Sample) {
    let key = measurement.key
    if let index = metrics.firstIndex(where: { $0.key == key }) {
      metrics[index].samples.append(sample)
      return
    }
    let metric = Metric(
      id: measurement.id, labels: measurement.labels, unit: measurement.unit, better: measurement.better,
      role: measurement.role, samples: [sample])
    metrics.insert(metric, at: metrics.firstIndex { key < $0.key } ?? metrics.endIndex)
  }
}
