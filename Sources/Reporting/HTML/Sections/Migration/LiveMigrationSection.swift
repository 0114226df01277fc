internal import Experiment

/// Live migrations: the pauses side by side, each migration over its time, and the strategies that no other beats.
enum LiveMigrationSection: PageSection {
  static let metricIDs = LiveMigrationTable.metricIDs

  /// What a planner asks for first: of the guest that writes most, the shortest blackout and the shortest migration.
  static func cards(_ reading: RunReading) -> [Card] {
    let migrations = LiveMigrationReading(reading)
    guard let choices = migrations.groups.last?.choices.last else { return [] }
    return [
      ("Shortest blackout", LiveMigrationFigure.blackoutID),
      ("Shortest pause", LiveMigrationFigure.guestPauseID),
      ("Shortest migration", LiveMigrationFigure.totalID),
    ].compactMap { name, id in
      let known = choices.compactMap { migration in
        migration.figure(id).flatMap { figure in figure.value.map { ($0, figure, migration) } }
      }
      return known.min { $0.0 < $1.0 }.map { _, figure, migration in
        Card(name, figure, notes: [migration.sentence])
      }
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let migrations = LiveMigrationReading(reading)
    return .joined([
      part(ChainReading(reading).subject, reading),
      part(PauseReading(migrations).subject, reading),
      TimelinePart.markup(migrations),
      part(LiveMigrationCostReading(migrations).subject, reading),
      part(BrownoutReading(migrations).subject, reading),
      LiveMigrationFrontPart.markup(migrations, reading),
      part(ForecastReading(migrations).subject, reading),
      part(CalibrationReading(migrations).subject, reading),
    ])
  }

  private static func part(_ subject: Subject, _ reading: RunReading) -> Markup {
    SubjectMarkup.section(subject, samples: measured(subject), reading, isWide: true) { Markup.empty }
  }

  /// The figures of a subject's tables that the Run holds; the others follow from these.
  static func measured(_ subject: Subject) -> [Estimate] {
    subject.tables.prefix(1).flatMap(\.estimates).filter { LiveMigrationFigure.ids.contains($0.metric.id) }
  }
}

/// Each migration over its seconds.
enum TimelinePart {
  /// So many are open; the others are behind a click.
  private static let open = 2
  /// So many are drawn; a page with more would be of many megabytes.
  private static let most = 24

  /// The part with its heading; empty where nothing was recorded over time.
  static func markup(_ migrations: LiveMigrationReading) -> Markup {
    let all = migrations.migrations.compactMap { LiveMigrationTimeline($0) }
    // The hardest first: the guest that writes most over the last link, where strategies differ.
    let figures = all.reversed().prefix(most).compactMap(figure)
    guard !figures.isEmpty else { return .empty }
    let rest =
      all.count > most ? " The first \(most) of \(all.count) are shown; all are in the document." : ""
    return SectionParts.section(
      "Live migration: over its time",
      explanation:
        "The last sample of each that counts. Blue: bytes moved a second. Green: bytes still to be sent. Orange: the longest time between two beats of the guest as heard outside. Dotted lines with numbers: a round of the memory begins. Red band: the blackout.\(rest)"
    ) {
      SectionParts.grid { for figure in figures.prefix(open) { figure } }
      SectionParts.details("\(Units.count(max(0, figures.count - open), "other migration")) over time") {
        if figures.count > open {
          SectionParts.grid { for figure in figures.dropFirst(open) { figure } }
        }
      }
    }
  }

  private static func figure(_ timeline: LiveMigrationTimeline) -> Markup? {
    let plot = MigrationTimeline(title: timeline.migration.sentence, timeline: timeline)
    let state = timeline.migration.converged == false ? "Did not end by itself in every sample." : ""
    return Figure(title: plot.title, note: state, draw: { plot.draw(width: $0) }).markup
  }
}

/// Which strategies no other beats, as a drawing for each load and link.
enum LiveMigrationFrontPart {
  /// So many are open; the others are behind a click.
  private static let open = 2

  /// The part with its heading; empty where there is nothing to choose among.
  static func markup(_ migrations: LiveMigrationReading, _ reading: RunReading) -> Markup {
    let fronts = LiveMigrationFrontReading(migrations)
    let figures = fronts.fronts.reversed().compactMap(figure)
    return SubjectMarkup.section(
      fronts.subject, samples: LiveMigrationSection.measured(fronts.subject), reading, isWide: true
    ) {
      figures.prefix(open).map { $0 }
      SectionParts.details("\(Units.count(max(0, figures.count - open), "other load")) drawn") {
        if figures.count > open {
          SectionParts.grid { for figure in figures.dropFirst(open) { figure } }
        }
      }
    }
  }

  private static func figure(_ front: LiveMigrationFrontReading.Front) -> Markup? {
    let plot = FrontPlot(
      title: "Blackout over total time: \(front.name)", costName: "total time, logarithmic", costUnit: "s",
      gainName: "blackout, logarithmic", lowerGainUnit: "s",
      points: front.entries.enumerated().map { index, entry in
        .init(
          name: "\(entry.migration.name), \(entry.brownout.valueText)", cost: entry.total,
          gain: entry.blackout,
          standing: entry.standing, series: index,
          title:
            "blackout \(entry.blackout.valueText), total \(entry.total.valueText), brownout p99 \(entry.brownout.valueText); unbeaten: \(front.text(entry))"
        )
      })
    return Figure(
      title: plot.title,
      note:
        "Lower and further left is better. Behind each name: brownout, p99. Hollow: another beats it in all three. Line: the shortest blackout that each total time buys.",
      draw: { plot.draw(width: $0) }
    ).markup
  }
}
