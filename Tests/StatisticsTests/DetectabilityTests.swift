import Foundation
import Statistics
import Testing

struct DetectabilityTests {
  @Test("sixteen s squared over d squared, for 5 % and 80 %")
  func lehr() throws {
    // Lehr's 16 is for two samples of n each; a paired difference with standard deviation s needs 8.
    let plan = Detectability(deviation: 1, significance: 0.05, delta: 0, fewest: 1)
    let blocks = try #require(plan.blocksToSettle(shift: 0.2))
    #expect(abs(Double(blocks) - 8 / 0.04) < 6)
    #expect(abs(try #require(plan.smallestShift(blocks: blocks)) - 0.2) < 0.002)
  }

  @Test("more blocks see less, and δ bounds what can be seen")
  func monotone() throws {
    let plan = Detectability(deviation: 0.02, significance: 0.0125, delta: 0.01, fewest: 8)
    let seen = try [8, 10, 30, 100, 10_000].map { try #require(plan.smallestShift(blocks: $0)) }
    #expect(seen == seen.sorted(by: >) && seen.last.map { $0 > 0.01 && $0 < 0.0102 } == true)
    #expect(plan.smallestShift(blocks: 7) == nil)
  }

  @Test("what is near δ takes for ever; what is inside is settled as the same")
  func settling() throws {
    let plan = Detectability(deviation: 0.02, significance: 0.05, delta: 0.01, fewest: 6)
    #expect(plan.blocksToSettle(shift: 0.01) == nil)
    let inside = try #require(plan.blocksToSettle(shift: 0.001))
    let outside = try #require(plan.blocksToSettle(shift: -0.03))
    #expect(inside > 30 && inside < 100 && outside < 20 && outside >= 6)
    #expect(
      Detectability(deviation: 0, significance: 0.05, delta: 0.01, fewest: 6).blocksToSettle(shift: 0) == 6)
  }

  @Test("the fewest pairs that can be significant")
  func fewest() {
    #expect(Detectability.fewestPairs(significance: 0.05) == 6)
    #expect(Detectability.fewestPairs(significance: 0.05 / 10) == 9)
    #expect(Detectability.fewestPairs(significance: 1) == 1)
    for significance in [0.05, 0.01, 0.001, 1e-6] {
      let pairs = Detectability.fewestPairs(significance: significance)
      #expect(SignedRankTest.smallestP(pairs: pairs) <= significance)
      #expect(SignedRankTest.smallestP(pairs: pairs - 1) > significance)
    }
  }

  @Test("what may be spent over all looks is what is allowed")
  func spending() {
    let ends = [0.1, 0.3, 0.55, 0.8, 1]
    let shares = zip([0] + ends, ends).map { AlphaSpending.share(of: 0.05, from: $0, to: $1) }
    #expect(abs(shares.reduce(0, +) - 0.05) < 1e-15 && shares.allSatisfy { $0 > 0 })
    #expect(AlphaSpending.share(of: 0.05, from: 0.5, to: 0.4) == 0)
    #expect(AlphaSpending.share(of: 0.05, from: -1, to: 7) == 0.05)
  }

  @Test("an interval within ±δ, one that excludes 0, and the union of two")
  func intervals() {
    let interval = Interval(lower: -0.005, upper: 0.01, level: 0.95)
    #expect(interval.isWithin(0.01) && !interval.isWithin(0.009) && !interval.excludesZero)
    #expect(Interval(lower: 0.1, upper: 1, level: 0.9).excludesZero)
    #expect(
      interval.union(Interval(lower: -1, upper: 0, level: 0.9))
        == Interval(lower: -1, upper: 0.01, level: 0.9))
  }
}
