internal import Experiment
internal import Glibc
internal import Statistics

extension Validation {
  /// The most false alarms of a whole comparison that are promised.
  static let mostAlarms = 0.05

  private static let columns = [
    "noise", "metrics", "blocks", "trials", "false alarms", "share", "95 % interval",
  ]

  /// A/A in turns.
  var falseAlarms: Table {
    Table(
      title: "False alarms, nothing changed, taken in turns",
      note: "A comparison in which any metric is called worse or better. Promised: at most 5 %.",
      columns: Self.columns,
      rows: [10, 30].flatMap { blocks in
        noises.map { noise in
          Self.row { alarms(Trial(arrangement: .interleaved, noise: noise, blocks: blocks, metrics: 4)) }
        }
      })
  }

  /// A/A one after the other.
  var falseAlarmsOfSeparateRuns: Table {
    Table(
      title: "False alarms, nothing changed, one Run after the other",
      note: """
        Judged as Runs that were not taken in turns. Promised: at most 5 %, but for modes that last as long as a Run \
        (flip 0.1 and 0.02): one Run of each side cannot tell them from a change.
        """,
      columns: Self.columns,
      rows: [10, 30].flatMap { blocks in
        (noises + [.autoregressive(0.99), .modes(flip: 0.5), .modes(flip: 0.02)]).map { noise in
          Self.row {
            let trial = Trial(arrangement: .separate, noise: noise, blocks: blocks, metrics: 4)
            var row = alarms(trial)
            if case .modes(let flip) = noise, flip < 0.5 { row.isKept = nil }
            return row
          }
        }
      })
  }

  /// Why there is an interleaved design.
  var notInterleaved: Table {
    let noises =
      [.independent(0.1), .autoregressive(0.5), .autoregressive(0.9), .randomWalk, .drift] + recorded
    return Table(
      title:
        "The same without interleaving: what the rules for pairs and a rank test say of Runs in sequence",
      note: """
        Nothing changed. Pairs: block i of the first Run against block i of the second. Ranks: Mann and Whitney, Holm, \
        at least 1 %. Both must fail where the level moves: marked when they do not.
        """,
      columns: ["noise", "metrics", "blocks", "trials", "pairs", "95 % interval", "ranks", "95 % interval"],
      rows: noises.map { noise in Self.row { sequence(noise) } })
  }

  private func alarms(_ trial: Trial) -> Row {
    var generator = seeded("alarms", "\(trial.arrangement)", trial.noise.name, "\(trial.blocks)")
    var alarms = 0
    for _ in 0..<trials where trial.judged(&generator, rules: ComparisonRules()).hasAlarm { alarms += 1 }
    return Row(
      cells: [trial.noise.name, "\(trial.metrics)", "\(trial.blocks)", "\(trials)", "\(alarms)"]
        + Self.share(alarms, of: trials),
      isKept: Double(alarms) <= Self.mostAlarms * Double(trials))
  }

  private func sequence(_ noise: NoiseModel) -> Row {
    let trial = Trial(arrangement: .mistaken, noise: noise, blocks: 30, metrics: 4)
    var generator = seeded("sequence", noise.name)
    var (pairs, ranks) = (0, 0)
    for _ in 0..<trials {
      var copy = generator
      if trial.judged(&generator, rules: ComparisonRules()).hasAlarm { pairs += 1 }
      let sides = trial.sides(&copy)
      if Self.ranksAlarm(sides.base, sides.candidate) { ranks += 1 }
    }
    var kept: Bool?
    switch noise {
    case .autoregressive, .randomWalk, .drift:
      kept = min(pairs, ranks) > Int(Self.mostAlarms * Double(trials))
    default: kept = nil
    }
    return Row(
      cells: [noise.name, "4", "30", "\(trials)"] + Self.share(pairs, of: trials)
        + Self.share(ranks, of: trials),
      isKept: kept)
  }

  /// What a rank test in sequence says, with Holm's adjustment and a floor of 1 %.
  private static func ranksAlarm(_ base: [Metric], _ candidate: [Metric]) -> Bool {
    let logs = zip(base, candidate).map { ($0.validValues.map { log($0) }, $1.validValues.map { log($0) }) }
    let adjusted = Holm.adjusted(logs.map { RankSumTest.pValue($0, $1) ?? 1 })
    return zip(logs, adjusted).contains { pair, p in
      let shift = HodgesLehmann.shift(of: pair.1, from: pair.0)?.estimate ?? 0
      return p < 0.05 && abs(shift) > log1p(0.01)
    }
  }
}
