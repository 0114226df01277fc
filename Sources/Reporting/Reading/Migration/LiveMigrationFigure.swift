internal import Experiment

/// A kind of figure that live migrations are shown by: a column of their tables.
struct LiveMigrationFigure: Sendable {
  static let blackoutID = "migration.blackout"
  static let resolutionID = "migration.blackout_resolution"
  static let guestPauseID = "migration.guest_pause"
  static let boundID = "migration.guest_pause_bound"
  static let pauseID = "migration.pause"
  static let reportedID = "migration.reported_pause"
  static let totalID = "migration.total"
  static let transferredID = "migration.transferred"
  static let brownoutID = "migration.brownout"
  static let beatID = "migration.beat_interval"
  static let lostID = "migration.pages_lost"
  static let roundsID = "migration.rounds"
  static let throughputID = "migration.throughput"
  static let remainingID = "migration.remaining"
  static let convergedID = "migration.converged"
  static let verifiedID = "migration.verified_pages"
  static let calibrationID = "migration.calibration_error"
  static let forecastPauseID = "migration.forecast_pause"
  static let forecastTotalID = "migration.forecast_total"
  static let forecastConvergesID = "migration.forecast_converges"
  static let forecastLoadID = "migration.forecast_load"
  /// What a Run holds.
  static let ids: Set<String> = [
    blackoutID, resolutionID, guestPauseID, boundID, pauseID, reportedID, totalID, transferredID, brownoutID,
    beatID,
    lostID,
    roundsID, throughputID, remainingID, convergedID, verifiedID, calibrationID, forecastPauseID,
    forecastTotalID, forecastConvergesID, forecastLoadID,
  ]
  /// What follows: by how much QEMU's pause is more than the guest's, in seconds and as a share of the guest's.
  static let offID = "migration.reported_off"
  static let offShareID = "migration.reported_off_share"
  static let forecastPauseOffID = "migration.forecast_pause_off_share"
  static let forecastTotalOffID = "migration.forecast_total_off_share"
  /// Metrics that are shares of 1, to be shown as per cent.
  static let shares: Set<String> = [
    lostID, forecastLoadID, offShareID, forecastPauseOffID, forecastTotalOffID,
  ]

  /// Quantiles that intervals between beats are reported by.
  static let quantiles = ["p50", "p99", "max"]

  var column: EstimateTable.Column
  var estimate: @Sendable (LiveMigration) -> Estimate?

  init(
    _ name: String, dropped: Int? = nil, _ estimate: @escaping @Sendable (LiveMigration) -> Estimate?
  ) {
    column = .init(name, dropped: dropped)
    self.estimate = estimate
  }

  static let guestPause = LiveMigrationFigure("stood still") { $0.figure(guestPauseID) }
  static let bound = LiveMigrationFigure("±", dropped: 7) { $0.figure(boundID) }
  static let blackout = LiveMigrationFigure("from outside") { $0.figure(blackoutID) }
  static let resolution = LiveMigrationFigure("to within", dropped: 7) { $0.figure(resolutionID) }
  static let pause = LiveMigrationFigure("stop to resume", dropped: 6) { $0.figure(pauseID) }
  static let reported = LiveMigrationFigure("QEMU says") { $0.figure(reportedID) }
  static let off = LiveMigrationFigure("off by", dropped: 9) { $0.off }
  static let offShare = LiveMigrationFigure("off", dropped: 5) { $0.offShare }
  static let total = LiveMigrationFigure("total") { $0.figure(totalID) }
  static let transferred = LiveMigrationFigure("moved", dropped: 9) { $0.figure(transferredID) }
  static let throughput = LiveMigrationFigure("throughput", dropped: 8) { $0.figure(throughputID) }
  static let remaining = LiveMigrationFigure("left over", dropped: 3) { $0.figure(remainingID) }
  static let rounds = LiveMigrationFigure("rounds", dropped: 7) { $0.figure(roundsID) }
  static let verified = LiveMigrationFigure("pages verified", dropped: 6) { $0.figure(verifiedID) }
  static let lost = LiveMigrationFigure("writes lost", dropped: 8) { $0.figure(lostID) }

  /// A quantile of the intervals between beats while the guest migrates, without the blackout.
  static func brownout(_ quantile: String, dropped: Int? = nil) -> LiveMigrationFigure {
    LiveMigrationFigure("brownout \(quantile)", dropped: dropped) {
      $0.figure(brownoutID, ["quantile": quantile])
    }
  }

  /// A quantile of the intervals between beats before the migration.
  static func before(_ quantile: String, dropped: Int? = nil) -> LiveMigrationFigure {
    LiveMigrationFigure("before \(quantile)", dropped: dropped) {
      $0.figure(beatID, ["quantile": quantile])
    }
  }
}

extension EstimateTable {
  /// A row for each migration of a group, headed by the guest's load and the strategy.
  init(_ group: LiveMigration.Group, _ figures: [LiveMigrationFigure], main: Int? = nil) {
    self.init(
      title: group.title, labels: ["pages/s", "strategy"], columns: figures.map(\.column),
      rows: group.migrations.map { migration in
        Row(labels: [migration.dirtyText, migration.name], cells: figures.map { $0.estimate(migration) })
      }, main: main)
  }
}
