import Experiment
import Statistics
import Testing

@testable import Fleet

@Suite struct OddNodeSearchTests {
  /// Metrics of nodes with these levels; the first metric of the first node times a factor.
  private func series(
    nodes: Int, metrics: Int = 6, factor: Double = 1, samples: Int = 30, better: Metric.Direction = .higher,
    role: Metric.Role = .primary
  ) -> [FleetData.Series] {
    (0..<metrics).map { metric in
      FleetData.Series(
        key: Metric.Key(id: "x.y", labels: ["index": "\(metric)"]), unit: "B/s", better: better, role: role,
        values: (0..<nodes).map { node in
          let place: Int = (node * 7 + metric * 5) % 11 - 5
          let level: Double = 1e9 * (1 + 0.003 * Double(place) / 5)
          return scattered(
            metric == 0 && node == 0 ? level * factor : level, samples, seed: node * 13 + metric)
        })
    }
  }

  private func names(_ count: Int) -> [String] { (0..<count).map { "node\($0 + 1)" } }

  private func found(_ series: [FleetData.Series], _ rules: OddNodeRules = OddNodeRules()) -> OddNodes {
    OddNodeSearch(series, nodes: names(series.first?.values.count ?? 0), rules: rules).result
  }

  @Test(arguments: [3, 4, 9, 40])
  func aSlowNodeIsFound(nodes: Int) throws {
    let odd = found(series(nodes: nodes, factor: 0.9))
    #expect(odd.found.map(\.node) == ["node1"])
    let node = try #require(odd.found.first)
    #expect(node.key.labels == ["index": "0"])
    #expect(node.direction == .worse)
    #expect(node.method == (nodes < 30 ? .noise : .spread))
    #expect(abs(node.ratio - 0.9) < 0.01)
    let interval = try #require(node.interval)
    #expect(interval.lower < node.ratio && node.ratio < interval.upper && interval.upper < 1)
    #expect(node.p < 0.05)
    #expect(odd.family == nodes * 6)
    #expect(odd.notes.isEmpty && odd.remark == nil)
  }

  @Test(arguments: [3, 4, 9, 40])
  func equalNodesAreNotPointedAt(nodes: Int) {
    #expect(found(series(nodes: nodes)).found.isEmpty)
  }

  @Test func fasterIsBetterOrWorseByTheMetric() {
    #expect(found(series(nodes: 3, factor: 1.2)).found.map(\.direction) == [.better])
    #expect(found(series(nodes: 3, factor: 1.2, better: .lower)).found.map(\.direction) == [.worse])
  }

  @Test func whatDoesNotMatterIsNoFinding() {
    #expect(found(series(nodes: 3, factor: 0.96)).found.isEmpty)
    #expect(found(series(nodes: 3, factor: 0.96), OddNodeRules(delta: 0.02)).found.count == 1)
  }

  @Test func theOthersMustAgree() {
    // 0 %, −10 %, −20 %: which of the three is the odd one cannot be told.
    var three = series(nodes: 3, factor: 0.8)
    three[0].values[1] = three[0].values[1].map { $0 * 0.9 }
    #expect(found(three).found.isEmpty)
    // Two and two are groups.
    var four = series(nodes: 4, factor: 0.8)
    four[0].values[1] = four[0].values[1].map { $0 * 0.8 }
    #expect(found(four).found.isEmpty)
    // Two of ten are odd, both.
    var ten = series(nodes: 10, factor: 0.8)
    ten[0].values[1] = ten[0].values[1].map { $0 * 0.8 }
    #expect(found(ten).found.map(\.node).sorted() == ["node1", "node2"])
  }

  @Test func aMetricThatJumpsBetweenModesPointsAtNobody() {
    var jumping = series(nodes: 3)
    for node in 0..<3 {
      // The first node is mostly in the slow mode, the others mostly in the fast one.
      jumping[0].values[node] = jumping[0].values[node].enumerated().map { index, value in
        (index % 6 == 0 || index % 6 == 1) == (node == 0) ? value * 1.8 : value
      }
    }
    #expect(found(jumping).found.isEmpty)
  }

  @Test func aLevelThatWandersPointsAtNobody() {
    var wandering = series(nodes: 3)
    for metric in wandering.indices {
      for node in 0..<3 {
        wandering[metric].values[node] = wandering[metric].values[node].enumerated().map { index, value in
          let phase = (index / 8 + node + metric) % 3
          return value * (phase == 0 ? 1 : phase == 1 ? 1.15 : 0.9)
        }
      }
    }
    wandering[0].values[0] = wandering[0].values[0].map { $0 * 0.88 }
    #expect(found(wandering).found.isEmpty)
  }

  @Test func anotherPlacementOfTheCPUsExplains() {
    var placed = series(nodes: 3, factor: 0.6)
    placed[0].placements = [1.1e-7, 3e-8, 3e-8]
    let odd = found(placed)
    #expect(odd.found.isEmpty)
    #expect(odd.notes.count == 1)
    #expect(odd.notes.first?.reason.contains("a cache line took 110 ns there, 30 ns elsewhere") == true)
    placed[0].placements = [3e-8, 3e-8, nil]
    #expect(found(placed).found.count == 1)
  }

  @Test func valuesWithoutLogarithmsAreFractions() {
    var zeros = series(nodes: 3, factor: 0.8)
    zeros[0].values[2][4] = 0
    #expect(found(zeros).found.map(\.node) == ["node1"])
    zeros[1].values[0][0] = -1
    zeros[2].values = zeros[2].values.map { $0.map { _ in 0 } }
    let odd = found(zeros)
    #expect(odd.notes.map(\.metric) == ["x.y{index=1}", "x.y{index=2}"])
    #expect(odd.notes[0].reason.contains("below 0") && odd.notes[1].reason.contains("most values are 0"))
  }

  @Test func onlyPrimaryMetricsAreJudged() {
    let odd = found(series(nodes: 3, factor: 0.5, role: .informational))
    #expect(odd.found.isEmpty && odd.family == 0)
    #expect(odd.remark == "no metric is a primary one: none is judged")
    let without = OddNodeSearch([], nodes: ["n1", "n2", "n3"]).result
    #expect(without.remark == "no metric has a valid sample: none is judged")
  }

  @Test func fewSamplesAreSaid() {
    let six = found(series(nodes: 3, metrics: 200, factor: 0.5, samples: 6))
    #expect(six.found.isEmpty)
    #expect(
      six.remark?.contains("so few samples cannot point at a node among 600 nodes times metrics") == true)
    let five = found(series(nodes: 3, metrics: 1, factor: 0.5, samples: 5))
    #expect(five.notes.map(\.reason) == ["5 valid samples a node are too few; 6 are needed"])
  }

  @Test func ofTwoNodesTheWorseIsNamedAndNeitherIsOdd() throws {
    let odd = found(series(nodes: 2, factor: 1.2))
    let node = try #require(odd.found.first)
    #expect(odd.found.count == 1 && odd.odd.isEmpty)
    #expect(node.node == "node2" && node.against == "node1" && node.method == .pair)
    #expect(node.direction == .worse && abs(node.ratio - 1 / 1.2) < 0.01)
    #expect(odd.remark == "of two nodes neither can be told to be the odd one")
    #expect(found(series(nodes: 2)).found.isEmpty)
  }

  @Test func oneNodeIsComparedWithNobody() {
    #expect(found(series(nodes: 1, factor: 0.5)) == OddNodes(found: [], family: 0, notes: [], remark: nil))
    #expect(found([]).found.isEmpty)
  }

  @Test func aMetricThatSomeNodesLackIsJudgedAmongTheRest() {
    var some = series(nodes: 4, factor: 0.8)
    some[0].values[3] = []
    some[1].values = [some[1].values[0], [], some[1].values[2], []]
    some[2].values = [some[2].values[0], [], [], []]
    let odd = found(some)
    #expect(odd.found.map(\.node) == ["node1"])
    #expect(odd.notes.map(\.metric) == ["x.y{index=2}", "x.y{index=1}"])
  }

  @Test func constantsThatDifferAreFound() {
    var constant = series(nodes: 3)
    constant[0].values = [2.0, 2.0, 1.5].map { [Double](repeating: $0, count: 30) }
    #expect(found(constant).found.map(\.node) == ["node3"])
  }
}
