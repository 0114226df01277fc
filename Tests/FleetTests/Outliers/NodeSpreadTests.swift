import Statistics
import Testing

@testable import Fleet

@Suite struct NodeSpreadTests {
  @Test func theShortestHalfIgnoresOddNodes() {
    #expect(NodeSpread.shortestHalf([0, 1, 100]) == 1 / 0.36)
    #expect(abs(NodeSpread.shortestHalf([0, 1, 2, 3, 99, 99.5]) - 3 / 0.943) < 1e-12)
    #expect(NodeSpread.shortestHalf([5, 5, 5]) == 0)
  }

  @Test(arguments: [(3, 0.360), (30, 1.136), (40, 1.166), (1_000, 1.322), (2_000_000, 1.349)])
  func factorsAreThoseOfNormalLevels(count: Int, factor: Double) {
    #expect(abs(NodeSpread.factor(count) - factor) < 1e-9)
  }

  @Test func factorsGrowFromThirtyOn() {
    for count in 30..<1_200 { #expect(NodeSpread.factor(count) <= NodeSpread.factor(count + 1)) }
  }

  @Test func manyNormalLevelsHaveTheirStandardDeviation() {
    let levels = (0..<401).map { NormalDistribution.quantile((Double($0) + 0.5) / 401) }
    #expect(abs(NodeSpread.ofMany(levels) - 1) < 0.06)
    // A tenth of them far away, on one side.
    let odd = (levels.prefix(361) + (0..<40).map { 50 + Double($0) }).sorted()
    #expect(NodeSpread.ofMany(Array(odd)) < 1.3)
  }

  @Test func theNodeThatIsOddInAllMetricsIsLeftOut() throws {
    let levels = (0..<8).map { metric in [0: 0.0, 1: 0.01 * Double(metric % 3 - 1), 2: -0.5] }
    let spread = try #require(NodeSpread.pooled(levels))
    #expect(spread < 0.02)
    #expect(NodeSpread.pooled([[0: 1, 1: 2]]) == nil)
    #expect(NodeSpread.pooled([]) == nil)
  }
}
