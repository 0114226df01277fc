import Foundation
import Statistics
import Testing

struct WanderingLevelTests {
  @Test("two Runs with known centers: s² times 4K / (K + 1), with 2 (K − 1) degrees of freedom")
  func known() throws {
    // Stretches of two equal values: the centers are the values, their variance is 5/3 in both Runs.
    let base = [1.0, 1, 2, 2, 3, 3, 4, 4]
    let candidate = base.map { $0 + 10 }
    let allowance = try #require(WanderingLevel.within(bases: [base], candidate: candidate))
    #expect(agrees(allowance.standardError, (16.0 / 5 * 5 / 3).squareRoot()))
    #expect(allowance.freedom == 6)
    // t = 10 / 2.3094 = 4.3301 with 6 degrees of freedom: scipy.stats.t.sf(4.330127018922194, 6) * 2
    #expect(agrees(allowance.pValue(of: 10), 0.0049279997022781945, tolerance: 1e-9))
    let interval = allowance.interval(around: 10, level: 0.95)
    // scipy.stats.t.ppf(0.975, 6) = 2.4469118511449786
    #expect(agrees(interval.upper, 10 + 2.4469118511449786 * allowance.standardError, tolerance: 1e-9))
  }

  @Test("several baseline Runs: a further one lies among them")
  func between() throws {
    let bases = [1.0, 2, 3].map { [$0, $0, $0] }
    let allowance = try #require(WanderingLevel.between(bases: bases))
    #expect(agrees(allowance.standardError, (4.0 / 3).squareRoot()) && allowance.freedom == 2)
    #expect(WanderingLevel.between(bases: [[1, 2]]) == nil)
  }

  @Test("nothing is known of single values; equal ones do not wander")
  func few() throws {
    #expect(WanderingLevel.within(bases: [[1]], candidate: [2]) == nil)
    let still = try #require(WanderingLevel.within(bases: [[1, 1, 1]], candidate: [2, 2, 2]))
    #expect(still.standardError == 0 && still.pValue(of: 0) == 1 && still.pValue(of: 1) == 0)
  }

  @Test("adjoining stretches of a random walk are told apart in about 5 % of tries at the most")
  func walk() {
    var generator = SeededGenerator(seed: 8)
    var alarms = 0
    for _ in 0..<1000 {
      var level = 0.0
      let walk = (0..<40).map { _ in
        level += generator.normal()
        return level
      }
      let sides = (Array(walk[..<20]), Array(walk[20...]))
      let shift = HodgesLehmann.shift(of: sides.1, from: sides.0)?.estimate ?? 0
      let allowance = WanderingLevel.within(bases: [sides.0], candidate: sides.1)
      if let allowance, allowance.pValue(of: shift) < 0.05 { alarms += 1 }
    }
    #expect(alarms < 70, "\(alarms) of 1000")
  }
}

struct SignedRankInflationTests {
  @Test("neighbours that resemble each other inflate, those that alternate do not")
  func factor() {
    let runs = (0..<20).map { ($0 / 5) % 2 == 0 ? 1.0 + Double($0) / 100 : -1.0 - Double($0) / 100 }
    #expect(SignedRankInflation.factor(of: runs, around: 0) > 2)
    let turns = (0..<20).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    #expect(SignedRankInflation.factor(of: turns, around: 0) == 1)
    // Ranks 1, 2, 3 of one sign: 1 + 2 · (1·2 + 2·3) / (1 + 4 + 9).
    #expect(agrees(SignedRankInflation.factor(of: [1, 2, 3], around: 0), 1 + 16.0 / 14))
    #expect(SignedRankInflation.factor(of: [5, 5, 5], around: 5) == 1)
    #expect(
      SignedRankInflation.factor(of: [], around: 0) == 1
        && SignedRankInflation.factor(of: [.nan], around: 0) == 1)
  }

  @Test("an inflated p is larger, an inflated interval wider by the root")
  func inflated() {
    // scipy.stats.norm.sf(scipy.stats.norm.isf(0.005) / 2) * 2
    #expect(agrees(SignedRankInflation.pValue(0.01, inflatedBy: 4), 0.19779, tolerance: 1e-4))
    #expect(
      SignedRankInflation.pValue(1, inflatedBy: 2) == 1
        && SignedRankInflation.pValue(0.3, inflatedBy: 1) == 0.3)
    let interval = SignedRankInflation.interval(
      Interval(lower: 1, upper: 4, level: 0.95), around: 2, inflatedBy: 4)
    #expect(interval == Interval(lower: 0, upper: 6, level: 0.95))
  }
}
