import Testing

@testable import Experiment

@Suite("Series: what is one, and which one a metric keeps")
struct SeriesTests {
  @Test("Moments may stand still and never go back; both lists are as long and finite")
  func damage() {
    #expect(Series(seconds: [], values: []).damage == nil)
    #expect(Series(seconds: [0, 0, 1.5], values: [1, -2, 0]).damage == nil)
    #expect(
      Series(seconds: [0, 1], values: [1]).damage == "2 moments and 1 values: each moment needs one value")
    #expect(
      Series(seconds: [0, 2, 1], values: [1, 1, 1]).damage
        == "seconds[2]: 1.0 is before 2.0, the moment in front of it")
    #expect(Series(seconds: [.nan], values: [1]).damage == "seconds[0]: nan is no moment")
    #expect(Series(seconds: [0], values: [.infinity]).damage == "values[0]: inf is no value")
  }

  private func round(_ series: Series?, isLoud: Bool = false) -> Round {
    var report = SampleReport(
      measurements: [
        Measurement(id: "a.b", unit: "s", better: .lower, value: 1, series: series)
      ])
    if isLoud { report.noise = ScriptedExecutor.loud }
    var round = Round(order: ["p"])
    round.reports = [("p", report)]
    return round
  }

  @Test("The last sample that counts and has one gives the series")
  func lastThatCounts() {
    let first = Series(seconds: [0], values: [1])
    let second = Series(seconds: [0, 1], values: [1, 2])
    var run = emptyRun()
    run.merge(round(first), block: 0, attempt: 0, seconds: 1)
    #expect(run.metrics[0].series == first)
    run.merge(round(second), block: 1, attempt: 0, seconds: 1)
    #expect(run.metrics[0].series == second)
    run.merge(round(first, isLoud: true), block: 2, attempt: 0, seconds: 1)
    #expect(run.metrics[0].series == second)
    run.merge(round(nil), block: 2, attempt: 1, seconds: 1)
    #expect(run.metrics[0].series == second && run.warnings.isEmpty)
  }

  @Test("A damaged one is left out with a warning, given once")
  func damagedIsLeftOut() {
    var run = emptyRun()
    let damaged = Series(seconds: [1, 0], values: [1, 2])
    for block in 0..<2 { run.merge(round(damaged), block: block, attempt: 0, seconds: 1) }
    #expect(run.metrics[0].series == nil && run.metrics[0].samples.count == 2)
    #expect(run.warnings.map(\.code) == [Run.seriesDamagedCode])
    #expect(run.warnings[0].message.hasPrefix("a.b: how it ran over time was left out: seconds[1]"))
  }
}
