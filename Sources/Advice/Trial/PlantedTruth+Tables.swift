public import Comparison
internal import Statistics

extension PlantedTruth {
  /// The rates as tables of `assay validate`.
  public var tables: [Validation.Table] { [trialTable, screeningTable] }

  private var setup: String {
    "Noise of \(TrialText.percent(noise)), a drift of \(TrialText.percent(drift)) over the experiment, δ 1 %."
  }

  private var trialTable: Validation.Table {
    Validation.Table(
      title: "Trials of a setting whose true effect is known",
      note:
        "\(setup) Promised: the sign of ±10 % in at least 95 %, no more than 5 % false alarms on any metric.",
      columns: ["effect", "pairs", "sign found", "false alarms", "95 % interval"],
      rows: Self.effects.flatMap { effect in
        [10, 20].map { pairs in
          Self.later {
            row(
              [TrialText.change(1 + effect), "\(pairs)"], trial(effect: effect, pairs: pairs),
              isPlanted: effect != 0)
          }
        }
      })
  }

  private var screeningTable: Validation.Table {
    Validation.Table(
      title: "Screenings in which one knob does +10 %, one −10 %, and the others nothing",
      note:
        "\(setup) Promised: both signs in at least 95 %, no more than 5 % false alarms on any knob and metric; "
        + "of designs that are not folded over and have no columns to spare, only the latter.",
      columns: ["knobs", "design", "signs found", "false alarms", "95 % interval"],
      rows: [(7, true), (11, true), (23, true), (11, false)].map { knobs, folded in
        Self.later {
          let cells = ["\(knobs)", folded ? "folded over" : "plain"]
          guard let rates = try? screening(knobs: knobs, folded: folded) else {
            return Validation.Row(cells: cells + ["", "", ""], isKept: false)
          }
          return row(cells, rates, isPlanted: folded)
        }
      })
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
