internal import Experiment

/// What a model said before each migration, and what came of it.
struct ForecastReading: Sendable {
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let figures = [
      LiveMigrationFigure("load", dropped: 4) { $0.figure(LiveMigrationFigure.forecastLoadID) },
      LiveMigrationFigure("pause, forecast") { $0.figure(LiveMigrationFigure.forecastPauseID) },
      LiveMigrationFigure("stood still", dropped: 5) { $0.figure(LiveMigrationFigure.guestPauseID) },
      LiveMigrationFigure("pause off", dropped: 7) { migration in
        migration.figure(LiveMigrationFigure.forecastPauseID)?.beside(
          migration.figure(LiveMigrationFigure.guestPauseID), LiveMigrationFigure.forecastPauseOffID,
          unit: "1"
        ) { $0 / $1 - 1 }
      },
      LiveMigrationFigure("total, forecast") { $0.figure(LiveMigrationFigure.forecastTotalID) },
      LiveMigrationFigure("total", dropped: 6) { $0.figure(LiveMigrationFigure.totalID) },
      LiveMigrationFigure("total off", dropped: 8) { migration in
        migration.figure(LiveMigrationFigure.forecastTotalID)?.beside(
          migration.figure(LiveMigrationFigure.totalID), LiveMigrationFigure.forecastTotalOffID, unit: "1"
        ) { $0 / $1 - 1 }
      },
    ]
    let forecast = LiveMigrationReading(groups: reading.groups.compactMap(Self.known))
    let tables = forecast.tables(
      figures, more: [.init("ends, forecast", dropped: 10), .init("ended", dropped: 9)]
    ) {
      [
        $0.answer(LiveMigrationFigure.forecastConvergesID), $0.answer(LiveMigrationFigure.convergedID),
      ]
    }
    subject = Subject(
      title: "Live migration: forecast against outcome",
      explanation:
        "Forecast: what the model says before, from the rate of the link, the guest's memory and how it is written. Load: the rate that it needs to come to an end, of the link's; from 90 to 110 % nobody knows. Off: forecast over outcome, less one. Ends: whether the migration comes to an end by itself.",
      tables: tables, sentence: Self.sentence(forecast.migrations))
  }

  private static func known(_ group: LiveMigration.Group) -> LiveMigration.Group? {
    let ids = [
      LiveMigrationFigure.forecastPauseID, LiveMigrationFigure.forecastTotalID,
      LiveMigrationFigure.forecastConvergesID,
    ]
    let migrations = group.migrations.filter { migration in ids.contains { migration.figure($0) != nil } }
    return migrations.isEmpty ? nil : .init(title: group.title, migrations: migrations)
  }

  /// How often the model told the end.
  private static func sentence(_ migrations: [LiveMigration]) -> String? {
    let known = migrations.map {
      ($0.answer(LiveMigrationFigure.forecastConvergesID), $0.answer(LiveMigrationFigure.convergedID))
    }.filter { $0.0 != "–" && $0.1 != "–" }
    guard !known.isEmpty else { return nil }
    return
      "Whether it ends was told rightly for \(known.count { $0.0 == $0.1 }) of \(Units.count(known.count, "migration"))."
  }
}

extension LiveMigrationReading {
  /// Some of the migrations.
  init(groups: [LiveMigration.Group]) {
    self.groups = groups
    strangers = []
    calibration = []
  }
}

/// How exact the method is: pauses of a known length, measured.
struct CalibrationReading: Sendable {
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let known = reading.calibration.filter { $0["quantile"] != nil }
    let names = LiveMigrationFigure.calibrationQuantiles.filter { name in
      known.contains { $0["quantile"] == name }
    }
    let placed = known.filter { names.contains($0["quantile"] ?? "") }
    var table = EstimateTable(
      placed, by: [], hidden: ["quantile"], columns: names.map { .init($0) }
    ) { $0["quantile"] }
    if table.labels.isEmpty {
      table.labels = ["error of"]
      for index in table.rows.indices { table.rows[index].labels = ["a known pause"] }
    }
    let worst = placed.last { $0["quantile"] == "p95" } ?? placed.last
    subject = Subject(
      title: "Live migration: how exact the method is", better: "lower is better",
      explanation: "A guest is stopped for a known time; the error is how far the measured pause is off.",
      tables: [table].filter { !$0.rows.isEmpty },
      sentence: worst.flatMap { worst in
        worst.isResult
          ? "Of the pauses above, differences below \(worst.valueText) say nothing." : nil
      },
      others: reading.calibration.filter { estimate in
        !names.contains(estimate["quantile"] ?? "")
      })
  }
}

extension LiveMigrationFigure {
  /// Quantiles that the errors of the method are reported by.
  static let calibrationQuantiles = ["p50", "p95"]
}
