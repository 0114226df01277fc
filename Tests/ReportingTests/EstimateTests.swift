import Experiment
import Testing

@testable import Reporting

@Suite struct EstimateTests {
  private func estimate(
    _ values: [Double], invalid: Set<Int> = [], suspect: Set<Int> = [], better: Metric.Direction = .higher
  ) -> Estimate {
    let samples = values.enumerated().map {
      Sample(value: $1, block: $0, valid: !invalid.contains($0), noise: Noise())
    }
    let metric = Metric(id: "a.b", unit: "B/s", better: better, role: .primary, samples: samples)
    return Estimate(
      metric,
      standings: Dictionary(uniqueKeysWithValues: suspect.map { (BlockID($0, 0), Block.Verdict.suspect) }))
  }

  @Test func withoutASampleThereIsNoResult() {
    for nothing in [estimate([]), estimate([1e9, 2e9], invalid: [0, 1])] {
      #expect(nothing.valueText == "no result")
      #expect(nothing.value == nil)
      #expect(nothing.intervalText == "")
      #expect(nothing.marks == "!")
    }
    #expect(estimate([1e9, 2e9], invalid: [0, 1]).countText == "0 of 2")
  }

  @Test func fewerThanThreeValidSamplesAreBracketedAndMarked() {
    let few = estimate([1e9, 1e9, 5e9, 5e9], invalid: [2, 3])
    #expect(few.valueText == "(1.00 GB/s)")
    #expect(few.marks == "!")
    #expect(few.value == nil)
    #expect(few.countText == "2 of 4")
  }

  @Test func invalidSamplesDoNotCountAndSuspectOnesDo() {
    let mixed = estimate([1e9, 1.1e9, 1.2e9, 9e9], invalid: [3], suspect: [0])
    #expect(mixed.valueText == "1.10 GB/s")
    #expect(mixed.intervalText == "1.00–1.20 GB/s")
    #expect(mixed.marks == "~")
    #expect(mixed.points.map(\.standing) == [.suspect, .valid, .valid, .invalid])
  }

  @Test func belowSixSamplesTheIntervalIsTheRange() {
    let five = estimate([1, 2, 3, 4, 5].map { 1e9 + $0 * 1e6 })
    #expect(five.interval == 1.001e9...1.005e9)
    let many = estimate((0..<30).map { 1e9 + Double($0) * 1e6 })
    let interval = many.interval ?? 0...0
    #expect(interval.lowerBound > 1.005e9 && interval.upperBound < 1.025e9)
  }

  @Test func severalModesAreShownEachAndNeverAveraged() {
    let slow = (0..<6).map { 27.1e9 + Double($0) * 1e7 }
    let fast = (0..<4).map { 50.8e9 + Double($0) * 1e7 }
    let modes = estimate(slow + fast)
    #expect(modes.valueText == "2 modes")
    #expect(modes.modesText == "27.1 GB/s ×6 | 50.8 GB/s ×4")
    #expect(modes.marks == "≠")
    #expect(modes.intervalText == "")
    #expect(modes.spreadText == "")
    // For drawings: the most frequent one, of equals the worse.
    #expect((modes.value ?? 0) < 28e9)
    #expect((estimate(slow + fast + fast).value ?? 0) > 50e9)
    let equal = Array(slow.prefix(4)) + fast
    #expect((estimate(equal).value ?? 0) < 28e9)
    #expect((estimate(equal, better: .lower).value ?? 0) > 50e9)
  }

  @Test func samplesThatAreAllEqualHaveNoSpread() {
    let equal = estimate([2e9, 2e9, 2e9])
    #expect(equal.valueText == "2.00 GB/s")
    #expect(equal.intervalText == "2.00 GB/s")
    #expect(equal.spreadText == "0.0 %")
    #expect(equal.marks == "")
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    #expect(estimate([.nan, .infinity, 1e9]).count == 1)
  }

  @Test func theRangeHoldsTheMedianAsOftenAsTheSignTestSays() {
    #expect(Estimate.coverage(3) == 0.75)
    #expect(Estimate.coverage(5) == 0.9375)
    #expect(Estimate.coverage(0) == 0)
  }
}
