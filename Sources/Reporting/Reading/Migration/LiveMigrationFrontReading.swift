internal import Experiment
internal import Statistics

/// Which strategies no other beats in blackout, total time and brownout, at the same load over the same link.
struct LiveMigrationFrontReading: Sendable {
  /// One strategy.
  struct Entry: Sendable {
    let migration: LiveMigration
    let blackout: Estimate
    let total: Estimate
    /// p99.
    let brownout: Estimate
    let standing: ParetoFront.Standing
  }

  /// Strategies at one load over one link.
  struct Front: Sendable {
    let group: LiveMigration.Group
    let dirtyText: String
    /// Those with a result for all three; at least two.
    let entries: [Entry]
    /// `16000 pages/s, link: direct`.
    var name: String { "\(dirtyText) pages/s, \(group.title)" }

    /// The standing of an entry in words: `yes`, `perhaps`, `no: multifd`.
    func text(_ entry: Entry) -> String {
      switch entry.standing {
      case .unbeaten: "yes"
      case .unclear: "perhaps"
      case .beaten(let winner): "no: \(entries[winner].migration.name)"
      }
    }
  }

  let fronts: [Front]
  let subject: Subject

  init(_ reading: LiveMigrationReading) {
    let fronts = reading.groups.flatMap { group in
      group.choices.compactMap { Self.front($0, group) }
    }
    let tables = reading.groups.compactMap { group -> EstimateTable? in
      let own = fronts.filter { $0.group.title == group.title }
      guard !own.isEmpty else { return nil }
      return EstimateTable(
        title: group.title, labels: ["pages/s", "strategy"],
        columns: [.init("from outside"), .init("total"), .init("brownout p99")],
        more: [.init("unbeaten")],
        rows: own.flatMap { front in
          front.entries.map { entry in
            EstimateTable.Row(
              labels: [front.dirtyText, entry.migration.name],
              cells: [entry.blackout, entry.total, entry.brownout], more: [front.text(entry)])
          }
        })
    }
    self.fronts = fronts
    subject = Subject(
      title: "Live migration: which strategy to choose", better: "lower is better",
      explanation:
        "Among strategies at the same load over the same link. Unbeaten: no other has as short a blackout (from outside), total time and brownout (p99) and is better in one of them; \"perhaps\": another seems so, but the intervals overlap; \"no\" names the one that beats it beyond doubt. Strategies that did not converge are left out.",
      tables: tables, sentence: Self.sentence(fronts))
  }

  private static func front(_ migrations: [LiveMigration], _ group: LiveMigration.Group) -> Front? {
    typealias Known = (migration: LiveMigration, figures: [Estimate], candidate: ParetoFront.Candidate)
    let known = migrations.filter { $0.converged != false }.compactMap { migration -> Known? in
      let figures = [
        migration.figure(LiveMigrationFigure.blackoutID), migration.figure(LiveMigrationFigure.totalID),
        migration.figure(LiveMigrationFigure.brownoutID, ["quantile": "p99"]),
      ].compactMap(\.self)
      let costs = figures.compactMap { figure -> ParetoFront.Candidate.Cost? in
        guard let value = figure.value, let range = figure.extent else { return nil }
        return .init(value: value, range: range)
      }
      return costs.count == 3 ? (migration, figures, .init(costs: costs)) : nil
    }
    guard known.count > 1, let first = migrations.first else { return nil }
    let standings = ParetoFront.standings(known.map(\.candidate))
    return Front(
      group: group, dirtyText: first.dirtyText,
      entries: zip(known, standings).map { entry, standing in
        Entry(
          migration: entry.migration, blackout: entry.figures[0], total: entry.figures[1],
          brownout: entry.figures[2], standing: standing)
      })
  }

  /// What to choose among at the highest load over the slowest link.
  private static func sentence(_ fronts: [Front]) -> String? {
    guard let front = fronts.last else { return nil }
    let kept = front.entries.filter { entry in
      if case .beaten = entry.standing { return false }
      return true
    }
    guard kept.count < front.entries.count else { return nil }
    return "At \(front.name), choose among \(kept.map(\.migration.name).joined(separator: ", "))."
  }
}
