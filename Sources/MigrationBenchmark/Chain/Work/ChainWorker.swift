internal import Experiment
internal import VirtualMachine

/// Measures a chain.
struct ChainWorker {
  private let workload: ChainWorkload

  init(_ workload: ChainWorkload) { self.workload = workload }

  /// Measures. What was done is a result, also where a stage fails; a fault makes the Run fail besides.
  ///
  /// - Throws: `NotMeasurable` without networks of our own; `MigrationError`, `LinkError`.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let migration = workload.migration
    try MigrationBenchmark.prepare(migration.host)
    return try MigrationBenchmark.measuring {
      var run = MigrationRun(try migration.host.guest(migration.load), migration.strategy)
      run.limits.baseline = migration.window
      run.limits.after = migration.window
      run.limits.migration = migration.timeLimit
      var chain = ChainRun(run, workload.route)
      chain.thresholds = workload.thresholds
      chain.diskBytes = workload.diskBytes
      chain.seed = workload.seed
      let lab = try NetworkLab(members: workload.route.names.count, rate: workload.rate)
      defer { lab.close() }
      let outcome = try context.window(on: migration.host.cpus, byDesign: MigrationBenchmark.byDesign) {
        try chain.walk(over: lab)
      }
      MigrationMeasurements.warn(of: migration.host.accelerator, in: context)
      warn(of: outcome, in: context)
      return ChainMeasurements.of(outcome, migration.labels)
    }
  }

  private func warn(of outcome: ChainOutcome, in context: WorkerContext) {
    for stage in outcome.stages where stage.verdict == .fail {
      let place = "the guest is at \(outcome.member), and \(outcome.guestRuns ? "runs" : "does not run")"
      context.warn(
        Run.Warning(
          code: stage.isFault ? Run.sampleFailedCode : ChainMeasurements.failedCode,
          message: "chain \(workload.route), hop \(stage.hop), \(stage.stage.rawValue): \(stage.why)",
          advice: "the chain ended there: \(place)"))
    }
    // The same at every hop is said once.
    let open = outcome.stages.filter { $0.verdict == .unknown }
    for (index, stage) in open.enumerated() where !open[..<index].contains(where: { $0.why == stage.why }) {
      let hops = open.filter { $0.why == stage.why }.map(\.hop).joined(separator: ", ")
      context.warn(
        Run.Warning(
          code: ChainMeasurements.unknownCode,
          message: "chain \(workload.route), hop \(hops), \(stage.stage.rawValue): \(stage.why)",
          advice:
            "that is no pass and no fail: look at it yourself, or leave it out of the thresholds (--stages)"))
    }
    for hop in outcome.hops where hop.migration.isValid {
      MigrationWorker.warn(of: hop.migration, "chain \(workload.route), hop \(hop.label)", in: context)
    }
  }
}
