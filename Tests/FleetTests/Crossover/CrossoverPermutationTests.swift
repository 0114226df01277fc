import Statistics
import Testing

@testable import Fleet

@Suite("The permutation test of crossovers, and its interval")
struct CrossoverPermutationTests {
  private typealias Node = CrossoverPermutation.Node

  private static func test(_ nodes: [Node], level: Double = 0.95) throws -> CrossoverPermutation.Outcome {
    try #require(CrossoverPermutation.test(nodes, level: level, draws: 19_999, seed: 1))
  }

  private static func isNear(_ interval: Interval?, _ lower: Double, _ upper: Double) -> Bool {
    guard let interval else { return false }
    return abs(interval.lower - lower) < 1e-9 && abs(interval.upper - upper) < 1e-9
  }

  @Test("By hand: all of one node's candidates above all of its bases are 2 of the divisions")
  func byHand() throws {
    let two = try Self.test([Node(base: [0, 1], candidate: [2, 3])])
    #expect(abs(two.p - 2.0 / 6) < 1e-12 && two.interval == nil && two.isExact)
    // 20 divisions; at 90 % one of them may be left out at each end: the least and the greatest single exchange.
    let three = try Self.test([Node(base: [0, 1, 2], candidate: [3, 4, 5])], level: 0.9)
    #expect(abs(three.p - 0.1) < 1e-12 && Self.isNear(three.interval, 1, 5))
    #expect(
      Self.isNear(try Self.test([Node(base: [0, 1, 2], candidate: [3, 4, 5])], level: 0.8).interval, 2, 4))
  }

  @Test("By enumeration of every division under every shift, with another program")
  func enumerated() throws {
    let nodes = [
      Node(base: [1, 2], candidate: [3, 4]), Node(base: [10, 12], candidate: [13, 11]),
      Node(base: [5, 9], candidate: [8, 7]),
    ]
    let outcome = try Self.test(nodes)
    #expect(abs(outcome.p - 52.0 / 216) < 1e-12 && Self.isNear(outcome.interval, -1, 3))
    #expect(Self.isNear(try Self.test(nodes, level: 0.8).interval, 0, 7.0 / 3))
    let wider = try Self.test([
      Node(base: [1, 2, 2.5], candidate: [3, 4, 3.2]), Node(base: [10, 12, 11], candidate: [13, 11.5, 14]),
    ])
    #expect(abs(wider.p - 6.0 / 400) < 1e-12 && Self.isNear(wider.interval, 0.5, 3))
    let uneven = try Self.test(
      [Node(base: [1], candidate: [3, 4]), Node(base: [2, 5, 1], candidate: [6])], level: 0.8)
    #expect(abs(uneven.p - 1.0 / 12) < 1e-12 && Self.isNear(uneven.interval, 1, 5))
  }

  @Test("The p is that of the stratified permutation test")
  func agrees() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let nodes = (0..<3).map { node in
        Node(
          base: (0..<2).map { _ in Double(10 * node) + generator.share() },
          candidate: (0..<3).map { _ in Double(10 * node) + 0.3 + generator.share() })
      }
      let strata = nodes.map { StratifiedPermutation.Stratum(first: $0.candidate, second: $0.base) }
      let expected = try #require(StratifiedPermutation.pValue(of: strata, seed: 1))
      #expect(abs(try Self.test(nodes).p - expected) < 1e-12)
    }
  }

  @Test("Exchanging the kernels mirrors it; nodes' levels, their order and the order of boots change nothing")
  func symmetries() throws {
    let nodes = [
      Node(base: [1, 2, 2.5], candidate: [3, 4, 3.2]), Node(base: [10, 12, 11], candidate: [13, 11.5, 14]),
    ]
    let outcome = try Self.test(nodes)
    let interval = try #require(outcome.interval)
    let exchanged = try Self.test(nodes.map { Node(base: $0.candidate, candidate: $0.base) })
    #expect(abs(exchanged.p - outcome.p) < 1e-12)
    #expect(Self.isNear(exchanged.interval, -interval.upper, -interval.lower))
    let others = [
      nodes.reversed().map { $0 },
      nodes.map { Node(base: $0.base.reversed(), candidate: $0.candidate.reversed()) },
      nodes.enumerated().map { index, node in
        Node(
          base: node.base.map { $0 + Double(100 * index) },
          candidate: node.candidate.map { $0 + Double(100 * index) })
      },
    ]
    for other in others {
      let same = try Self.test(other)
      #expect(abs(same.p - outcome.p) < 1e-12 && Self.isNear(same.interval, interval.lower, interval.upper))
    }
    let moved = try Self.test(nodes.map { Node(base: $0.base, candidate: $0.candidate.map { $0 + 5 }) })
    #expect(Self.isNear(moved.interval, interval.lower + 5, interval.upper + 5))
  }

  @Test("The interval excludes 0 exactly where the test rejects")
  func duality() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<40 {
      let nodes = (0..<2).map { _ in
        Node(
          base: (0..<3).map { _ in generator.share() },
          candidate: (0..<3).map { _ in 0.4 + generator.share() })
      }
      let outcome = try Self.test(nodes)
      #expect(try #require(outcome.interval).excludesZero == (outcome.p <= 0.05 + 1e-9))
    }
  }

  @Test("Values that are all the same show nothing")
  func equal() throws {
    let outcome = try Self.test([
      Node(base: [7, 7, 7], candidate: [7, 7, 7]), Node(base: [1, 1], candidate: [1, 1]),
    ])
    #expect(outcome.p == 1 && Self.isNear(outcome.interval, 0, 0))
  }

  @Test(
    "Too many divisions are drawn: the same for the same seed, never 0, and near those of another program's draw"
  )
  func drawn() throws {
    func nodes(_ shift: Double) -> [Node] {
      var generator = SeededGenerator(seed: 5)
      return (0..<6).map { node in
        Node(
          base: (0..<3).map { _ in Double(node) + generator.share() },
          candidate: (0..<3).map { _ in Double(node) + shift + generator.share() })
      }
    }
    let clear = try #require(CrossoverPermutation.test(nodes(50), level: 0.95, draws: 999, seed: 1))
    #expect(clear.p == 1.0 / 1_000 && !clear.isExact)
    #expect(try #require(clear.interval).excludesZero)
    let vague = try #require(CrossoverPermutation.test(nodes(0.1), level: 0.95, draws: 4_999, seed: 1))
    #expect(vague == CrossoverPermutation.test(nodes(0.1), level: 0.95, draws: 4_999, seed: 1))
    let strata = nodes(0.1).map { StratifiedPermutation.Stratum(first: $0.candidate, second: $0.base) }
    let other = try #require(StratifiedPermutation.pValue(of: strata, resamples: 4_999, seed: 2))
    #expect(abs(vague.p - other) < 0.06)
  }

  @Test("What cannot be tested is not")
  func bad() {
    for nodes in [
      [], [Node(base: [], candidate: [1])], [Node(base: [1], candidate: [])],
      [Node(base: [1], candidate: [.nan])], [Node(base: [.infinity], candidate: [1])],
    ] {
      #expect(CrossoverPermutation.test(nodes, level: 0.95, draws: 10, seed: 1) == nil)
    }
    #expect(
      CrossoverPermutation.test([Node(base: [1], candidate: [2])], level: 0.95, draws: 0, seed: 1) == nil)
  }
}
