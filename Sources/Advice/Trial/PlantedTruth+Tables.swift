public import Comparison
internal import Glibc
internal import Statistics

extension PlantedTruth {
  /// The rates as tables of `assay validate`.
  public var tables: [Validation.Table] { [trialTable, screeningTable] }

  private var setup: String {
    "Noise of \(TrialText.percent(noise)), a drift of \(TrialText.percent(drift)) over the experiment, δ 1 %."
  }

  private var trialTable: Validation.Table {
    let cases: [(pairs: Int?, wild: Double)] = [(10, 0), (20, 0), (nil, 0), (nil, Self.someWild)]
    return Validation.Table(
      title: "Trials of a setting whose true effect is known",
      note: """
        \(setup) Promised: the sign of ±10 % in at least 95 %, no more than 5 % false alarms on any metric. \(wildness)
        """,
      columns: ["effect", "pairs", "wild", "sign found", "false alarms", "95 % interval"],
      rows: Self.effects.flatMap { effect in
        cases.map { pairs, wild in
          Self.later {
            let cells = [
              TrialText.change(1 + effect), pairs.map { "\($0)" } ?? "until decided", Self.share(wild),
            ]
            return row(
              cells, with(wild).trial(effect: effect, pairs: pairs), isPlanted: effect != 0 && wild == 0)
          }
        }
      })
  }

  private var screeningTable: Validation.Table {
    let cases = [(7, true, 0.0), (11, true, 0), (23, true, 0), (11, true, Self.someWild), (11, false, 0)]
    return Validation.Table(
      title: "Screenings in which one knob does +10 %, one −10 %, and the others nothing",
      note: """
        \(setup) Promised: both signs in at least 95 %, no more than 5 % false alarms on any knob and metric; \
        of designs that are not folded over and have no columns to spare, only the latter. \(wildness)
        """,
      columns: ["knobs", "design", "wild", "signs found", "false alarms", "95 % interval"],
      rows: cases.map { knobs, folded, wild in
        Self.later {
          let cells = ["\(knobs)", folded ? "folded over" : "plain", Self.share(wild)]
          guard let rates = try? with(wild).screening(knobs: knobs, folded: folded) else {
            return Validation.Row(cells: cells + ["", "", ""], isKept: false)
          }
          return row(cells, rates, isPlanted: folded && wild == 0)
        }
      })
  }

  /// Of blocks, in the rows with wild ones.
  private static let someWild = 0.02

  private var wildness: String {
    "Wild: the share of blocks whose value is off by a factor of \(TrialText.fixed(exp(Self.wildness), 1)); there, only false alarms "
      + "are promised."
  }

  private static func share(_ wild: Double) -> String { wild == 0 ? "" : TrialText.percent(wild) }

  private func with(_ wild: Double) -> PlantedTruth {
    var truth = self
    truth.wild = wild
    return truth
  }

  private static func later(_ compute: @escaping @Sendable () -> Validation.Row)
    -> @Sendable () -> Validation.Row
  { compute }

  private func row(_ cells: [String], _ rates: Rates, isPlanted: Bool) -> Validation.Row {
    let found = Double(rates.found) / Double(rates.trials)
    let alarms = Double(rates.falseAlarms) / Double(rates.trials)
    let interval = Binomial.interval(rates.falseAlarms, of: rates.trials)
    let range = interval.map { "\(TrialText.percent($0.lower)) to \(TrialText.percent($0.upper))" } ?? ""
    // What simulation alone puts above the limit breaks no promise.
    let isQuiet = (interval?.lower ?? alarms) <= Self.mostAlarms
    return Validation.Row(
      cells: cells + [
        rates.found == 0 && !isPlanted ? "" : TrialText.percent(found), TrialText.percent(alarms), range,
      ],
      isKept: isQuiet && (!isPlanted || found >= Self.leastFound))
  }
}
