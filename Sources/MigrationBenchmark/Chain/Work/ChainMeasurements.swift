internal import Experiment

/// The metrics of chains.
enum ChainMeasurements {
  /// Code of the warning that a stage breaks its thresholds.
  static let failedCode = "migration.stage_failed"
  /// Code of the warning that a stage cannot be judged in full.
  static let unknownCode = "migration.stage_unknown"

  /// What a verdict is as a number: 1, 0, and between them what cannot be told.
  static func number(_ verdict: StageVerdict) -> Double {
    switch verdict {
    case .pass: 1
    case .unknown: 0.5
    case .fail: 0
    }
  }

  /// Of a chain.
  ///
  /// - Parameter labels: those of its migrations.
  static func of(_ outcome: ChainOutcome, _ labels: [String: String]) -> [Measurement] {
    let chain = labels.merging(["route": outcome.route.description]) { $1 }
    var all = [
      Measurement(
        id: "migration.chain_hops", labels: chain, unit: "1", better: .higher,
        value: Double(outcome.completedHops))
    ]
    if outcome.isComplete {
      all.append(
        Measurement(
          id: "migration.chain", labels: chain, unit: "s", better: .lower, role: .primary,
          value: outcome.seconds))
    }
    for stage in outcome.stages {
      let own = ["stage": stage.stage.rawValue, "hop": stage.hop]
      all.append(
        Measurement(id: "migration.stage", labels: own, unit: "s", better: .lower, value: stage.seconds))
      all.append(
        Measurement(
          id: "migration.stage_verdict", labels: own, unit: "1", better: .higher,
          value: number(stage.verdict)))
      for finding in stage.findings {
        guard let value = finding.value, value.isFinite else { continue }
        all.append(
          Measurement(
            id: "migration.stage_figure", labels: own.merging(["figure": finding.figure.rawValue]) { $1 },
            unit: finding.figure.unit, better: finding.figure.isLeast ? .higher : .lower, value: value))
      }
    }
    for hop in outcome.hops {
      all.append(
        Measurement(
          id: "migration.sync_share", labels: ["hop": hop.label], unit: "1", better: .higher,
          value: hop.syncShare))
      guard hop.migration.isValid || hop.migration.ending == .notConverged else { continue }
      all += MigrationMeasurements.of(hop.migration, labels.merging(["hop": hop.label]) { $1 })
    }
    return all
  }
}
