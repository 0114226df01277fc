import Testing

@testable import AIOBenchmark

@Suite struct SteadyStateTests {
  @Test(
    "The last five rounds decide",
    arguments: [
      ([100, 100, 100, 100, 100], true), ([5, 900, 100, 101, 99, 100, 100], true),
      ([100, 100, 100, 100], false),
      // A range of 21 %.
      ([100, 100, 121, 100, 100], false),
      // A range of 16 % in a line: it rises too much; the same values without a direction do not.
      ([92, 96, 100, 104, 108], false), ([100, 92, 108, 96, 104], true), ([0, 0, 0, 0, 0], false),
      ([], false),
    ])
  func rounds(rates: [Double], expected: Bool) { #expect(SteadyState.isReached(rates) == expected) }

  /// numpy.polyfit(range(5), [97, 98, 100, 102, 103], 1) gives 1.6 a round: 6.4 over the rounds, of a mean of 100.
  @Test func aSlowRiseWithinATenthIsSteady() {
    #expect(SteadyState.isReached([97, 98, 100, 102, 103]))
    // 2.6 a round: 10.4.
    #expect(!SteadyState.isReached([95, 97, 99.5, 102.5, 105.5]))
  }
}
