import Comparison
import Testing

@testable import Fleet

@Suite struct FleetTruthTests {
  private func rates(_ noise: FleetNoise, nodes: Int = 3, factor: Double, trials: Int = 40)
    -> FleetTruth.Rates
  {
    FleetTruth(trials: trials, seed: 1).rates(nodes: nodes, noise: noise, factor: factor, trials: trials)
  }

  @Test(arguments: [3, 10])
  func aSlowNodeIsFoundInNearlyAllFleets(nodes: Int) {
    let rates = rates(.independent(0.02), nodes: nodes, factor: 0.9)
    #expect(rates.found >= 37)
    #expect(rates.falseAlarms <= 4)
  }

  @Test func aSlowNodeIsFoundAmongAHundred() {
    #expect(rates(.outliers, nodes: 100, factor: 0.9, trials: 5).found == 5)
  }

  @Test func equalNodesAreHardlyEverPointedAt() {
    for noise in [FleetNoise.independent(0.03), .outliers, .modes, .heavyTails] {
      #expect(rates(noise, factor: 1).falseAlarms <= 5, "\(noise.name)")
    }
  }

  @Test func recordedSeriesAreCutIntoStretches() {
    let noise = FleetNoise.recorded(name: "r", series: [scattered(1, 60), scattered(2, 60)])
    #expect(rates(noise, factor: 1, trials: 10).falseAlarms == 0)
    let truth = FleetTruth(
      trials: 1, seed: 1, recorded: [.drift, .recorded(name: "r", series: [scattered(1, 60)])])
    #expect(truth.recorded.map(\.name) == ["r"])
  }

  @Test func theSameSeedGivesTheSameRates() {
    #expect(rates(.modes, factor: 0.9, trials: 10) == rates(.modes, factor: 0.9, trials: 10))
  }

  @Test func tablesHaveARowForEachNoiseAndSize() throws {
    let recorded = NoiseModel.recorded(name: "r", series: [scattered(1, 60)])
    let tables = FleetTruth(trials: 2, seed: 1, recorded: [recorded]).tables
    #expect(tables.map(\.rows.count) == [24, 18])
    for table in tables {
      let compute = try #require(table.rows.first)
      let row = compute()
      #expect(row.cells.count == table.columns.count)
      #expect(row.isKept == true)
    }
  }
}
