internal import Experiment

/// The live migrations of a Run, sorted into the questions that they answer.
struct LiveMigrationReading: Sendable {
  /// Over each link.
  let groups: [LiveMigration.Group]
  /// Figures whose labels name no migration.
  let strangers: [Estimate]
  /// How exact the method is.
  let calibration: [Estimate]

  init(_ reading: RunReading) {
    (groups, strangers) = LiveMigration.all(reading)
    calibration = reading.estimates(LiveMigrationFigure.calibrationID)
  }

  /// All of them.
  var migrations: [LiveMigration] { groups.flatMap(\.migrations) }

  /// What the reports say, in their order.
  var subjects: [Subject] {
    [
      PauseReading(self).subject, LiveMigrationCostReading(self).subject, BrownoutReading(self).subject,
      LiveMigrationFrontReading(self).subject, ForecastReading(self).subject,
      CalibrationReading(self).subject,
    ]
  }

  /// A table for each link, without columns in which nothing was measured; none without a row that holds anything.
  func tables(
    _ figures: [LiveMigrationFigure], main: Int? = nil, more: [EstimateTable.Column] = [],
    _ texts: (LiveMigration) -> [String] = { _ in [] }
  ) -> [EstimateTable] {
    groups.compactMap { group in
      var table = EstimateTable(group, figures, main: main)
      table.more = more
      for (index, migration) in group.migrations.enumerated() { table.rows[index].more = texts(migration) }
      table.rows.removeAll(where: \.estimates.isEmpty)
      table.dropEmptyColumns()
      let used = more.indices.filter { place in table.rows.contains { $0.more[place] != "–" } }
      table.more = used.map { more[$0] }
      for index in table.rows.indices { table.rows[index].more = used.map { table.rows[index].more[$0] } }
      return table.rows.isEmpty ? nil : table
    }
  }
}

/// How long the guest stood still, by five clocks side by side.
struct PauseReading: Sendable {
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let tables = reading.tables(
      [.guestPause, .bound, .blackout, .resolution, .pause, .reported, .off, .offShare],
      more: [.init("agree", dropped: 8)]
    ) { migration in [migration.pausesAgree.map { $0 ? "yes" : "NO" } ?? "–"] }
    subject = Subject(
      title: "Live migration: how long the guest stood still", better: "lower is better",
      explanation:
        "Pages/s: pages that the guest writes each second. Stood still: by the guest's own record, wrong by at most ±. From outside: the longest silence that a listener beside the guest hears, where it asks from time to time to within that time. Stop to resume: between QEMU's events. QEMU says: the downtime of its report, and by how much that is off from what the guest records. Agree: stop to resume and the guest differ by no more than ±, or a millisecond.",
      tables: tables, sentence: Self.sentence(reading.migrations), others: reading.strangers)
  }

  private static func sentence(_ migrations: [LiveMigration]) -> String? {
    guard migrations.contains(where: { $0.figure(LiveMigrationFigure.guestPauseID) != nil }) else {
      return nil
    }
    let doubtful = migrations.filter { $0.pausesAgree == false }
    let doubt =
      doubtful.isEmpty
      ? ""
      : " \(doubtful.count == 1 ? "One row does" : "\(doubtful.count) rows do") not agree: use only from outside there."
    return
      "Trust \"stood still\" for the pause and \"from outside\" for what clients notice.\(reportedText(migrations))\(doubt)"
  }

  /// What to think of QEMU's own figure: the row where it is furthest off, where there is a result.
  private static func reportedText(_ migrations: [LiveMigration]) -> String {
    let known = migrations.compactMap { migration in
      migration.offShare?.value.map { (share: $0, migration: migration) }
    }
    guard let worst = known.max(by: { $0.share.magnitude < $1.share.magnitude }) else { return "" }
    if worst.share.magnitude < 0.1 {
      return " QEMU's own figure is off by at most \(Units.percent(worst.share.magnitude))."
    }
    let seconds = worst.migration.off?.valueText ?? Units.unknown
    return
      " QEMU's own figure is off by up to \(Units.percent(worst.share).replacing("-", with: "−")), \(seconds.replacing("-", with: "−")) (\(worst.migration.sentence)): do not plan with it."
  }
}

/// What a migration takes until it is done.
struct LiveMigrationCostReading: Sendable {
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let tables = reading.tables(
      [.total, .transferred, .throughput, .rounds, .remaining, .verified], main: 0,
      more: [.init("converged")]
    ) { [$0.answer(LiveMigrationFigure.convergedID)] }
    let open = reading.migrations.filter { $0.converged == false }
    subject = Subject(
      title: "Live migration: what it takes", better: "",
      explanation:
        "Total: from the command until the source is no longer needed. Moved: bytes from source to target. Rounds: how often the memory was gone through. Converged: whether it ended by itself. Pages verified: found right on the target.",
      tables: tables,
      sentence: open.first.map { first in
        let others = open.count > 1 ? " and \(Units.count(open.count - 1, "other"))" : ""
        return
          "Not every sample of \(first.sentence)\(others) ended by itself: the guest writes faster than the link carries."
      })
  }
}

/// How slow the guest is while it migrates.
struct BrownoutReading: Sendable {
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let tables = reading.tables([
      .before("p50", dropped: 4), .brownout("p50", dropped: 5), .before("p99"), .brownout("p99"),
      .before("max", dropped: 6), .brownout("max", dropped: 7), .lost,
    ])
    subject = Subject(
      title: "Live migration: how slow the guest is meanwhile", better: "lower is better",
      explanation:
        "Time between two beats of the guest, before it migrates and while it does, without the blackout. Writes lost: share of the pages that it would have written in that time and did not.",
      tables: tables, sentence: Self.sentence(reading.migrations))
  }

  /// The brownout that is longest against its own baseline, where it is longer beyond doubt.
  private static func sentence(_ migrations: [LiveMigration]) -> String? {
    let slow = migrations.compactMap { migration -> (times: Double, text: String)? in
      let (id, own) = (LiveMigrationFigure.brownoutID, ["quantile": "p99"])
      guard let brownout = migration.figure(id, own),
        let before = migration.figure(LiveMigrationFigure.beatID, own), before.isClearlyBelow(brownout),
        let value = brownout.value, let base = before.value, let times = brownout.times(before)
      else { return nil }
      return (value / base, "\(times) its time before (\(brownout.valueText), \(migration.sentence))")
    }
    return slow.max { $0.times < $1.times }.map { "At worst a beat takes \($0.text) at p99." }
  }
}
