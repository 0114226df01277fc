import Experiment
import Statistics
import Testing

@testable import Fleet

@Suite struct AcceptanceJudgeTests {
  private var data: FleetData {
    var data = FleetData()
    data.nodes = ["node1", "node2", "spare"].map { FleetData.Node(name: $0) }
    data.series = [
      FleetData.Series(
        key: Metric.Key(id: "memory.bandwidth", labels: ["kernel": "triad"]), unit: "B/s", better: .higher,
        role: .primary, values: [scattered(21e9), scattered(19e9), []])
    ]
    data.pairs = [
      FleetData.PairSeries(
        from: "node1", to: "node2", key: Metric.Key(id: "link.latency"), unit: "s", better: .lower,
        values: scattered(1e-4, 5))
    ]
    return data
  }

  private func judged(
    _ metric: String, _ bound: String, quantile: Double = 0.5, nodes: String? = "*", pairs: String? = nil
  ) throws -> AcceptanceResult {
    let line = AcceptanceFile.Line(
      line: 7, metric: metric, labels: [:], bound: try #require(AcceptanceBound(bound)), quantile: quantile,
      nodes: nodes, pairs: pairs)
    return AcceptanceJudge.judge(AcceptanceFile(name: "n", file: "f", lines: [line]), data)
  }

  @Test func eachNodeKeepsItOrDoesNot() throws {
    let result = try judged("memory.*", ">= 20 GB/s")
    #expect(result.lines.map(\.place) == ["node1", "node2", "spare"])
    #expect(result.lines.map(\.status) == [.pass, .fail, .inconclusive])
    #expect(result.lines.map(\.reason) == [nil, nil, "nothing measured here"])
    #expect(result.status == .fail)
    let first = result.lines[0]
    #expect(first.line == 7 && first.unit == "B/s" && first.samples == 30)
    #expect(first.metric == "memory.bandwidth{kernel=triad}")
    let (low, high, value) = (try #require(first.low), try #require(first.high), try #require(first.value))
    #expect(low < value && value < high)
  }

  @Test func patternsChooseNodes() throws {
    #expect(try judged("memory.*", ">= 18 GB/s", nodes: "node*").status == .pass)
    #expect(try judged("memory.*", "<= 20 GB/s", nodes: "node2").status == .pass)
    #expect(try judged("memory.*", "<= 20 GB/s", nodes: "node1").status == .fail)
  }

  @Test func aBoundWithinTheIntervalCannotBeTold() throws {
    let result = try judged("memory.*", ">= 21 GB/s", nodes: "node1")
    #expect(result.status == .inconclusive)
    #expect(result.lines[0].reason == "the interval holds the bound: more samples narrow it")
  }

  @Test func tooFewSamplesAreSaidWithTheNumberNeeded() throws {
    let median = try judged("link.latency", "<= 2 ms", nodes: nil, pairs: "*")
    #expect(median.lines[0].reason == "5 samples are too few; 6 are needed")
    #expect(median.lines[0].place == "node1--node2")
    let tail = try judged("memory.*", "<= 30 GB/s", quantile: 0.99, nodes: "node1")
    #expect(tail.lines[0].reason == "30 samples are too few; 368 are needed")
    #expect(tail.lines[0].low != nil && tail.lines[0].high == nil)
  }

  @Test func theEndThatDecidesIsEnough() throws {
    #expect(try judged("memory.*", "<= 18 GB/s", quantile: 0.99, nodes: "node1").status == .fail)
    #expect(try judged("memory.*", ">= 18 GB/s", quantile: 0.99, nodes: "node1").status == .pass)
  }

  @Test func whatNobodyMeasuredIsALineOfItsOwn() throws {
    let none = try judged("aio.iops", ">= 1")
    #expect(none.status == .inconclusive && none.lines.count == 1)
    #expect(none.lines[0].reason == "nothing measured: no node has such a metric")
    #expect(none.lines[0].metric == nil && none.lines[0].place == nil)
    #expect(
      try judged("aio.iops", ">= 1", nodes: nil, pairs: "*").lines[0].reason
        == "nothing measured: no pair has such a metric")
  }

  @Test func unitsMustAgree() throws {
    let result = try judged("memory.*", "<= 2 ms", nodes: "node1")
    #expect(result.lines[0].reason == "the bound is in s, the metric in B/s")
    #expect(try judged("memory.*", ">= 18e9", nodes: "node1").status == .pass)
  }

  @Test func ranksAreThoseOfTheOrderInterval() {
    var ranks = OrderRanks()
    for count in [1, 5, 6, 30, 200] {
      let values = (0..<count).map { Double($0) }
      for quantile in [0.1, 0.5, 0.9] {
        let ends = ranks.ends(quantile, ofSorted: values)
        let both = OrderInterval.of(quantile, values: values)
        if let both {
          #expect(ends.lower == both.lower && ends.upper == both.upper)
        } else {
          #expect(ends.lower == nil || ends.upper == nil)
        }
      }
    }
    #expect(ranks.ends(0.5, ofSorted: []).lower == nil)
    #expect(OrderRanks.fewest(0.5) == 6)
    #expect(OrderRanks.fewest(0.99) == 368)
  }
}
