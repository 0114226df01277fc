internal import Experiment
internal import VirtualMachine

/// The metrics of migrations.
enum MigrationMeasurements {
  /// Under a translator the figures tell of the method, and of one way beside another: not of a host with KVM.
  static func warn(of accelerator: Accelerator, in context: WorkerContext) {
    guard accelerator == .tcg else { return }
    context.warn(
      Run.Warning(
        code: "migration.tcg",
        message: "the guests ran under QEMU's translator (TCG): method and relative comparison only",
        advice: "measure on a host with KVM for times to plan with"))
  }

  /// Of a calibration.
  static func of(_ calibration: Calibration, _ labels: [String: String]) -> [Measurement] {
    [("p50", calibration.median), ("p95", calibration.p95)].compactMap { quantile, error in
      error.map {
        value($0, "calibration_error", "s", .lower, labels.merging(["quantile": quantile]) { $1 })
      }
    }
  }

  /// Of a forecast.
  static func of(_ forecast: Forecast, _ labels: [String: String]) -> [Measurement] {
    var all = [
      value(forecast.converges ? 1 : 0, "forecast_converges", "1", .higher, labels),
      value(forecast.ratio, "forecast_load", "1", .lower, labels),
    ]
    if let pause = forecast.downtime?.value {
      all.append(value(pause, "forecast_pause", "s", .lower, labels))
    }
    if let total = forecast.total?.value { all.append(value(total, "forecast_total", "s", .lower, labels)) }
    return all
  }

  /// Of a migration that was not tried, because it would not converge.
  static func hopeless(_ labels: [String: String]) -> [Measurement] {
    [value(0, "converged", "1", .higher, labels)]
  }

  /// Of a migration.
  static func of(_ outcome: MigrationOutcome, _ labels: [String: String]) -> [Measurement] {
    var all: [Measurement] = []
    func add(
      _ name: String, _ unit: String, _ better: Metric.Direction, _ value: Double?,
      _ role: Metric.Role = .informational, more: [String: String] = [:], series: Series? = nil
    ) {
      guard let value, value.isFinite else { return }
      all.append(
        Self.value(value, name, unit, better, labels.merging(more) { $1 }, role: role, series: series))
    }
    let isDone = outcome.ending == .completed
    add("converged", "1", .higher, isDone ? 1 : 0)
    add("blackout", "s", .lower, outcome.blackout, .primary)
    add("guest_pause", "s", .lower, outcome.guestPause, .primary)
    add("guest_pause_bound", "s", .lower, outcome.guestPauseBound)
    add("pause", "s", .lower, outcome.pause)
    add("reported_pause", "s", .lower, outcome.reportedPause)
    if isDone { add("total", "s", .lower, outcome.total, .primary) }
    add("transferred", "B", .lower, outcome.transferred.map { Double($0) })
    add(
      "rounds", "1", .lower, outcome.rounds.map { Double($0) },
      series: series(of: outcome) { Double($0.rounds) })
    add("throughput", "B/s", .higher, outcome.throughput, series: throughput(of: outcome))
    add(
      "remaining", "B", .lower, outcome.remaining.map { Double($0) },
      series: series(of: outcome) { Double($0.remaining) })
    add("pages_lost", "1", .lower, outcome.pagesLost)
    if isDone { add("verified_pages", "1", .higher, Double(outcome.verifiedPages)) }
    for (name, brownout) in [("brownout", outcome.brownout), ("beat_interval", outcome.baseline)] {
      guard let brownout else { continue }
      add(name, "s", .lower, brownout.median, more: ["quantile": "p50"])
      add(name, "s", .lower, brownout.p99, more: ["quantile": "p99"])
      add(
        name, "s", .lower, brownout.longest, more: ["quantile": "max"],
        series: name == "beat_interval" ? intervals(of: outcome) : nil)
    }
    return all
  }

  private static func value(
    _ value: Double, _ name: String, _ unit: String, _ better: Metric.Direction, _ labels: [String: String],
    role: Metric.Role = .informational, series: Series? = nil
  ) -> Measurement {
    Measurement(
      id: "migration.\(name)", labels: labels, unit: unit, better: better, role: role, value: value,
      series: series)
  }

  // MARK: Timelines

  private static func series(
    of outcome: MigrationOutcome, _ value: (MigrationTimeline.Point) -> Double
  ) -> Series? {
    let points = outcome.timeline.points
    return points.isEmpty ? nil : Series(seconds: points.map(\.seconds), values: points.map(value))
  }

  /// Bytes a second between one look and the next.
  private static func throughput(of outcome: MigrationOutcome) -> Series? {
    let points = outcome.timeline.points
    let rates = zip(points, points.dropFirst()).compactMap { from, to -> (seconds: Double, rate: Double)? in
      let seconds = to.seconds - from.seconds
      guard seconds > 0, to.transferred >= from.transferred else { return nil }
      return (to.seconds, Double(to.transferred - from.transferred) / seconds)
    }
    return rates.isEmpty ? nil : Series(seconds: rates.map(\.seconds), values: rates.map(\.rate))
  }

  private static func intervals(of outcome: MigrationOutcome) -> Series? {
    let parts = outcome.timeline.intervals
    return parts.isEmpty ? nil : Series(seconds: parts.map(\.seconds), values: parts.map(\.longest))
  }
}
