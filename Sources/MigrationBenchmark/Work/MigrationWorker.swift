internal import Experiment
internal import Platform
internal import VirtualMachine

/// Measures one migration.
struct MigrationWorker {
  private let workload: MigrationWorkload

  init(_ workload: MigrationWorkload) { self.workload = workload }

  /// Measures. A migration that damages the guest makes the Run fail; one that does not converge is a result.
  ///
  /// - Throws: `NotMeasurable`; `SampleFailure` for a migration that failed; `MigrationError`, `LinkError`.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    try MigrationBenchmark.prepare(workload.host)
    return try MigrationBenchmark.measuring {
      var run = MigrationRun(try workload.host.guest(workload.load), workload.strategy)
      run.limits.baseline = workload.window
      run.limits.after = workload.window
      run.limits.migration = workload.timeLimit
      let link = try workload.openLink()
      defer { link.close() }
      let source = try run.startSource(over: link)
      defer { source.end() }
      let forecast = try forecast(of: source)
      if let forecast, workload.believesForecast, forecast.isHopeless {
        warnOfTranslator(in: context)
        return MigrationMeasurements.of(forecast, workload.labels)
          + MigrationMeasurements.hopeless(workload.labels)
      }
      let hop = try context.window(on: workload.host.cpus, byDesign: MigrationBenchmark.byDesign) {
        try run.hop(from: source, over: link)
      }
      hop.destination?.end()
      return try measurements(of: hop.outcome, in: context)
        + (forecast.map { MigrationMeasurements.of($0, workload.labels) } ?? [])
    }
  }

  /// Listens for a while, and says how it will go.
  private func forecast(of source: BeaconGuest) throws -> Forecast? {
    guard workload.isForecastable else { return nil }
    let start = Clock.now()
    let end = start + UInt64(workload.window * 1e9)
    // One that falls silent is told by the migration.
    _ = source.listener.beat(from: source.listener.beats.count, within: workload.window * 10) {
      $0.time >= end
    }
    return try workload.forecast(of: source, heardFrom: start)
  }

  private func warnOfTranslator(in context: WorkerContext) {
    MigrationMeasurements.warn(of: workload.host.accelerator, in: context)
  }

  private func measurements(of outcome: MigrationOutcome, in context: WorkerContext) throws -> [Measurement] {
    warnOfTranslator(in: context)
    switch outcome.ending {
    case .completed where workload.strategy.isPostcopy && !outcome.wasSwitched:
      throw NotMeasurable(
        "\(name): it was over before the guest could be switched over, and was no post-copy; take a larger --working-set"
      )
    case .completed, .notConverged: break
    case .damaged:
      context.warn(
        Run.Warning(
          code: Run.sampleFailedCode,
          message: "\(name): \(outcome.reason)",
          advice: "do not migrate guests with this QEMU and this accelerator; take --qemu with another one"))
      return []
    case .cancelled, .destinationLost, .sourceLost, .linkLost, .failed:
      throw SampleFailure("\(name): \(outcome.reason)")
    }
    if outcome.ending == .notConverged {
      context.warn(
        Run.Warning(
          code: "migration.not_converged", message: "\(name): \(outcome.reason)",
          advice: "the source runs on; see the forecast for what would make it converge"))
    }
    Self.warn(of: outcome, name, in: context)
    return MigrationMeasurements.of(outcome, workload.labels)
  }

  /// What of a migration's figures is not to be trusted, or was not measured.
  static func warn(of outcome: MigrationOutcome, _ name: String, in context: WorkerContext) {
    if let agreement = outcome.agreement, !agreement.holds {
      context.warn(
        Run.Warning(
          code: "migration.disagreement",
          message:
            "\(name): the guest's clock tells a pause of \(milliseconds(outcome.guestPause)), and QEMU's events one "
            + "of \(milliseconds(outcome.pause))",
          advice:
            "look at the blackout, which needs neither clock; run it again on a machine that does nothing else"
        ))
    }
    for note in outcome.notes {
      context.warn(
        Run.Warning(
          code: "migration.not_measured", message: "\(name): \(note)",
          advice: "let the guest be watched longer: --duration 2s"))
    }
  }

  private var name: String {
    "\(workload.strategy.kind.rawValue) at \(workload.load.label) pages/s over link \(workload.labels["link"] ?? "none")"
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "\(($0 * 1e4).rounded() / 10) ms" } ?? "unknown"
  }
}
