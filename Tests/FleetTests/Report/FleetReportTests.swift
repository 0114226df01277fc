import Comparison
import Experiment
import Host
import TestSupport
import Testing

@testable import Fleet

@Suite struct FleetReportTests {
  @Test func equalNodesPass() async throws {
    let report = FleetReport(try await fleetData([1e9, 1e9, 1e9]))
    #expect(report.verdict.outcome == .pass && report.verdict.exitCode == 0 && report.verdict.reasons.isEmpty)
    #expect(report.nodes.map(\.name) == ["node1", "node2", "node3"])
    #expect(report.metrics.map { "\($0.key)" } == ["memory.bandwidth"])
    #expect(report.metrics[0].samples == [30, 30, 30])
    for node in 0..<3 {
      let median = try #require(report.metrics[0].median[node])
      #expect(abs(median / 1e9 - 1) < 0.01)
      #expect(try #require(report.metrics[0].low[node]) <= median)
      #expect(try #require(report.metrics[0].high[node]) >= median)
    }
    #expect(report.oddNodes.found.isEmpty && report.acceptance == nil)
    // That each has its own disk and name is no difference that matters.
    #expect(report.factDifferences.map(\.key) == ["boot/root"])
    #expect(report.factDifferences[0].relevance == .surroundings)
  }

  @Test func anOddNodeIsToldWithWhatItDiffersIn() async throws {
    let data = try await fleetData([1e9, 0.8e9, 1e9]) { index, run in
      if index == 1 {
        run.host.mustMatch["memory_gib"] = "16"
        run.host.settings["sysctl/vm.swappiness"] = "10"
      }
    }
    let report = FleetReport(data)
    #expect(report.verdict.outcome == .fail && report.verdict.exitCode == 2)
    #expect(report.verdict.reasons == ["odd and worse: node2"])
    let odd = try #require(report.oddNodes.found.first)
    #expect(odd.differsIn.first == "memory_gib 16 instead of 32")
    #expect(odd.description.hasPrefix("node2: memory.bandwidth −20 % ["))
    #expect(
      odd.description.contains("] against the others, worse; it differs in: memory_gib 16 instead of 32"))
    let memory = try #require(report.factDifferences.first)
    #expect(memory.key == "memory_gib" && memory.majority == "32" && memory.hasMajority)
    #expect(memory.others == [FactDifference.Value(value: "16", nodes: ["node2"])])
    #expect(memory.relevance == .hardware && memory.distinct == 1)
    #expect(report.factDifferences.map(\.key).contains("sysctl/vm.swappiness"))
  }

  @Test func pairsOfOneMetricAreOneMatrix() async throws {
    func link(_ from: String, _ to: String, _ level: Double) -> Run {
      fleetRun(
        from,
        [fleetMetric(scattered(level), "link.bandwidth", labels: ["from": from, "to": to, "streams": "1"])],
        id: "\(from)-\(to)")
    }
    let tree = try TemporaryTree(runs: [
      "nodes/a/run.json": fleetRun("a", [fleetMetric(scattered(1))]),
      "nodes/b/run.json": fleetRun("b", [fleetMetric(scattered(1))]),
      "pairs/a--b/run.json": link("a", "b", 1e9), "pairs/b--a/run.json": link("b", "a", 2e9),
    ])
    let matrix = try #require(FleetReport(try await tree.fleet("")).pairs.first)
    #expect(matrix.labels == ["streams": "1"])
    #expect(matrix.median.map { $0.map { $0 == nil } } == [[true, false], [false, true]])
    #expect(FleetReport(try await tree.fleet("")).pairs.count == 1)
  }

  @Test func tooFewSamplesToTellAnOddNodeAreNoPass() async throws {
    let runs = (1...3).map {
      ("nodes/n\($0)/run.json", fleetRun("n\($0)", [fleetMetric(scattered(1e9, 5, seed: $0))]))
    }
    let tree = try TemporaryTree(runs: Dictionary(uniqueKeysWithValues: runs))
    let verdict = FleetReport(try await tree.fleet("")).verdict
    #expect(verdict.exitCode == 3 && verdict.gap == verdict.reasons.first)
    #expect(verdict.gap?.hasPrefix("too few samples to tell an odd node") == true)
  }

  @Test func aBetterNodeIsNoFailure() async throws {
    let report = FleetReport(try await fleetData([1e9, 1.3e9, 1e9]))
    #expect(report.oddNodes.found.map(\.direction) == [.better])
    #expect(
      report.oddNodes.found[0].description.hasSuffix("better; no recorded fact tells it from the others"))
    #expect(report.verdict.outcome == .pass)
  }

  @Test func twoNodesDifferAndNeitherFails() async throws {
    let report = FleetReport(
      try await fleetData([1e9, 0.8e9]) { index, run in
        if index == 1 { run.host.noted["microcode"] = "2" }
      })
    let found = try #require(report.oddNodes.found.first)
    #expect(found.description.contains("node2: memory.bandwidth −20 %"))
    #expect(found.description.contains("against node1, worse; it differs in: microcode 2 instead of 1"))
    #expect(report.verdict.outcome == .pass)
    let microcode = try #require(report.factDifferences.first { $0.key == "microcode" })
    #expect(!microcode.hasMajority && microcode.others.map(\.value) == ["1", "2"])
  }

  @Test func theShapeOfAMachineIsAFactToo() async throws {
    let report = FleetReport(
      try await fleetData([1e9, 1e9, 1e9]) { index, run in if index == 0 { run.host.topology.cores = 2 } })
    let cores = try #require(report.factDifferences.first)
    #expect(cores.key == "topology.cores" && cores.majority == "1")
    #expect(cores.others == [FactDifference.Value(value: "2", nodes: ["node1"])])
  }

  @Test func wordsOfTheCommandLineAreToldThoughEachHasItsOwnDisk() async throws {
    let report = FleetReport(
      try await fleetData([1e9, 1e9, 0.8e9]) { index, run in
        if index == 2 { run.host.noted["command_line", default: ""] += " mitigations=off" }
      })
    let word = try #require(report.factDifferences.first { $0.key == "boot/mitigations" })
    #expect(word.majority == nil && word.hasMajority)
    #expect(word.others == [FactDifference.Value(value: "off", nodes: ["node3"])])
    #expect(report.oddNodes.found[0].differsIn.contains("boot/mitigations off, not there elsewhere"))
  }

  @Test func aNodeWithoutARunLeavesItOpen() async throws {
    let tree = try TemporaryTree(runs: ["nodes/a/run.json": fleetRun("a", [fleetMetric(scattered(1e9))])])
    try tree.write("nodes/b/note.txt", "")
    let report = FleetReport(try await tree.fleet(""))
    #expect(report.verdict.outcome == .inconclusive && report.verdict.exitCode == 3)
    #expect(report.verdict.reasons == ["no valid sample of b"])
    #expect(report.nodes[1].problems == ["no Run was found"])
    #expect(report.metrics[0].median[1] == nil && report.metrics[0].samples == [30, 0])
  }

  @Test func nothingAtAllIsSaid() {
    #expect(FleetReport(FleetData()).verdict.reasons == ["no metric has a valid sample"])
  }

  @Test func thePairsMakeAMatrix() async throws {
    let tree = try TemporaryTree(runs: [
      "nodes/node2/run.json": fleetRun("b", []), "nodes/node10/run.json": fleetRun("c", []),
      "pairs/node2--node10/r.json": fleetRun("b", [fleetMetric(scattered(5), "link.bandwidth")]),
      "pairs/node10--node2/r.json": fleetRun("c", [fleetMetric([3], "link.bandwidth")]),
    ])
    let report = FleetReport(try await tree.fleet(""))
    let matrix = try #require(report.pairs.first)
    #expect(report.pairs.count == 1 && matrix.nodes == ["node2", "node10"])
    #expect(matrix.samples == [[0, 30], [1, 0]])
    #expect(matrix.median[1] == [3, nil] && matrix.low[1] == [nil, nil])
    #expect(try #require(matrix.low[0][1]) < 5)
  }

  @Test func anAcceptanceCounts() async throws {
    let data = try await fleetData([1e9, 1e9, 1e9])
    func report(_ bound: String) throws -> FleetReport {
      let line = AcceptanceFile.Line(
        line: 1, metric: "memory.bandwidth", labels: [:], bound: try #require(AcceptanceBound(bound)),
        quantile: 0.5,
        nodes: "*", pairs: nil)
      return FleetReport(data, acceptance: AcceptanceFile(name: "", file: "f", lines: [line]))
    }
    #expect(try report(">= 0.9 GB/s").verdict.outcome == .pass)
    #expect(try report(">= 2 GB/s").verdict.reasons == ["3 of 3 promises broken"])
    #expect(try report(">= 1 GB/s").verdict.exitCode == 3)
  }
}
