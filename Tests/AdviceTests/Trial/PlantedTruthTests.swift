import Comparison
import Statistics
import Testing

@testable import Advice

/// The error rates that are promised; the tables of `assay validate` are the long form.
@Suite struct PlantedTruthTests {
  private static let truth = PlantedTruth(trials: 300, seed: 1)

  /// Whether a rate of false alarms is not shown to be above 5 %.
  private func isKept(_ rates: PlantedTruth.Rates) -> Bool {
    let interval = Binomial.interval(rates.falseAlarms, of: rates.trials)
    return (interval?.lower ?? 1) <= PlantedTruth.mostAlarms
  }

  @Test(arguments: PlantedTruth.effects)
  func trialsFindSignsAndLeaveNullsAlone(effect: Double) {
    let rates = Self.truth.trial(effect: effect, pairs: 10)
    if effect != 0 { #expect(Double(rates.found) >= 0.95 * Double(rates.trials), "\(rates)") }
    #expect(isKept(rates), "\(rates)")
  }

  @Test(arguments: PlantedTruth.effects)
  func lookingUntilItIsDecidedRaisesNoMoreAlarms(effect: Double) {
    let rates = Self.truth.trial(effect: effect, pairs: nil)
    if effect != 0 { #expect(Double(rates.found) >= 0.95 * Double(rates.trials), "\(rates)") }
    #expect(isKept(rates), "\(rates)")
  }

  @Test func wildBlocksRaiseNoMoreAlarms() throws {
    var truth = Self.truth
    truth.wild = 0.02
    #expect(isKept(truth.trial(effect: 0, pairs: nil)))
    #expect(isKept(try truth.screening(knobs: 11, folded: true)))
  }

  @Test(arguments: [7, 11])
  func screeningsFindSignsAndLeaveNullsAlone(knobs: Int) throws {
    let rates = try Self.truth.screening(knobs: knobs, folded: true)
    #expect(Double(rates.found) >= 0.95 * Double(rates.trials), "\(rates)")
    #expect(isKept(rates), "\(rates)")
  }

  @Test func aDesignWithoutSpareColumnsRaisesNoMoreAlarms() throws {
    #expect(isKept(try Self.truth.screening(knobs: 11, folded: false)))
  }

  @Test func theSameSeedGivesTheSameRates() throws {
    let truth = PlantedTruth(trials: 20, seed: 3)
    #expect(truth.trial(effect: 0.1, pairs: 8) == truth.trial(effect: 0.1, pairs: 8))
    #expect(try truth.screening(knobs: 7, folded: true) == truth.screening(knobs: 7, folded: true))
  }

  @Test func theTablesHaveARowOfEachCase() {
    let tables = PlantedTruth(trials: 5, seed: 1).tables
    #expect(tables.map(\.rows.count) == [12, 5])
    #expect(tables.allSatisfy { table in table.rows.allSatisfy { $0().cells.count == table.columns.count } })
  }
}
