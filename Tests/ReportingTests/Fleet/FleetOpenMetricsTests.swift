import Fleet
import Testing

@testable import Reporting

@Suite struct FleetOpenMetricsTests {
  private func grammar(_ report: FleetReport) throws -> OpenMetricsGrammar {
    try OpenMetricsGrammar(FleetOpenMetrics.render(report))
  }

  @Test func theVerdictAndTheOddNodes() throws {
    let text = try grammar(FleetFixture.three)
    let verdict = text.samples.filter { $0.family == "assay_fleet_verdict" }
    #expect(verdict.filter { $0.value == 1 }.map { $0.labels["verdict"] } == ["fail"])
    #expect(verdict.count == 3)
    let odd = text.samples.filter { $0.family == "assay_fleet_node_odd" && $0.value > 0 }
    #expect(
      odd == [
        .init(family: "assay_fleet_node_odd", labels: ["host": "node2", "direction": "worse"], value: 2)
      ])
    let ratios = text.samples.filter { $0.family == "assay_fleet_odd_ratio" && $0.labels["kernel"] == "copy" }
    #expect(ratios.map(\.value) == [0.811, 0.816, 0.822])
  }

  @Test func promises() throws {
    let text = try grammar(FleetFixture.three)
    let broken = text.samples.filter {
      $0.family == "assay_fleet_promise" && $0.labels["verdict"] == "fail" && $0.value == 1
    }
    #expect(broken.map { $0.labels["host"] } == ["node2"])
    let counts = text.samples.filter { $0.family == "assay_fleet_promises" }
    #expect(counts.map(\.value) == [2, 1, 1])
  }

  @Test func valuesOfNodesAndPairs() throws {
    let text = try grammar(FleetFixture.three)
    let nodes = text.samples.filter {
      $0.family == "assay_fleet_median_bytes_per_second" && $0.labels["kernel"] == "triad"
    }
    #expect(nodes.map(\.value) == [21e9, 17.2e9, 21.1e9])
    #expect(nodes.map { $0.labels["host"] } == ["node1", "node2", "node3"])
    let over = text.samples.filter {
      $0.family == "assay_fleet_metric_bytes_per_second" && $0.labels["kernel"] == "triad"
    }
    #expect(over.map(\.value) == [17.2e9, 21e9, 21.1e9])
    let pairs = text.samples.filter { $0.family == "assay_fleet_pair_median_bytes_per_second" }
    #expect(pairs.count == 6)
    #expect(pairs.filter { $0.labels["host"] == "node2" }.map(\.value) == [0.59e9, 0.59e9])
  }

  @Test func aLabelOfTheMetricDoesNotHideTheReceivingNode() throws {
    var report = FleetFixture.three
    report.pairs[0].labels = ["peer": "x", "label_peer": "y"]
    let text = try grammar(report)
    let pair = try #require(text.samples.first { $0.family == "assay_fleet_pair_median_bytes_per_second" })
    #expect(pair.labels["peer"] == "node2" && pair.labels["label_peer_"] == "x")
  }

  @Test func fewNodesKeepToTheGrammar() throws {
    for report in [FleetFixture.empty, FleetFixture.one, FleetFixture.two] { _ = try grammar(report) }
  }

  @Test func textFromOutsideStaysText() throws {
    let rendered = FleetOpenMetrics.render(FleetFixture.hostile(ComparisonFixture.hostileText))
    #expect(Steering.scalars(in: rendered) == [])
    #expect(try OpenMetricsGrammar(rendered).samples.isEmpty == false)
  }

  @Test func aThousandNodesStayBounded() throws {
    let rendered = FleetOpenMetrics.render(FleetFixture.many(1_000, metrics: 40))
    // Neither the medians of 40,000 nor those of 42,480 pairs.
    #expect(!rendered.contains("assay_fleet_median_") && !rendered.contains("assay_fleet_pair_"))
    #expect(rendered.contains("assay_fleet_metric_bytes_per_second{"))
  }
}
