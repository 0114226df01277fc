import Experiment
import TestSupport
import Testing

@testable import Fleet

@Suite struct FleetReaderTests {
  @Test func valuesOfAllNodesStandSideBySide() async throws {
    let tree = try TemporaryTree(runs: [
      "nodes/node10/run.json": fleetRun("h10", [fleetMetric([1, 2, 3])]),
      "nodes/node2/run.json": fleetRun(
        "h2", [fleetMetric([4, 5, 6]) { $0 != 1 }, fleetMetric([7], "aio.iops")]),
    ])
    let data = try await tree.fleet("")
    #expect(data.nodes.map(\.name) == ["node2", "node10"])
    #expect(data.nodes.map(\.host) == ["h2", "h10"])
    #expect(data.nodes.map(\.kernel) == ["6.1.0", "6.1.0"])
    #expect(data.series.map { "\($0.key)" } == ["aio.iops", "memory.bandwidth"])
    #expect(data.series.map(\.values) == [[[7], []], [[4, 6], [1, 2, 3]]])
    #expect(data.nodes.allSatisfy { $0.problems.isEmpty && $0.runs == 1 })
    #expect(data.facts.value("declared/kernel", node: 1) == "6.1.0")
    #expect(data.facts.value("boot/root", node: 0) == "h2")
    #expect(data.facts.value("boot/quiet", node: 0) == "")
    #expect(data.facts.value("nothing", node: 0) == nil)
  }

  @Test func severalDocumentsOfANodeAreOne() async throws {
    let tree = try TemporaryTree(runs: [
      "nodes/node1/a.json": fleetRun("n", [fleetMetric([1, 2])], id: "a"),
      "nodes/node1/b.json": fleetRun("n", [fleetMetric([3]), fleetMetric([9], "aio.iops")], id: "b"),
      "nodes/node1/c.json": fleetRun("n", [fleetMetric([3])], id: "b"),
      "nodes/node1/d.json": fleetRun("n", [fleetMetric([8])], id: "d", kernel: "6.9"),
    ])
    let data = try await tree.fleet("")
    #expect(data.series.map(\.values) == [[[9]], [[1, 2, 3, 8]]])
    #expect(data.nodes[0].runs == 3)
    #expect(data.nodes[0].problems.count == 2)
    #expect(data.nodes[0].problems[0].hasSuffix("c.json: the Run b is there twice; it counts once"))
    #expect(data.nodes[0].problems[1].hasSuffix("taken under kernel 6.9, the node's other Runs under 6.1.0"))
  }

  @Test func aListOfRunsIsKnownByItsHosts() async throws {
    let tree = try TemporaryTree(runs: [
      "b.json": fleetRun("beta", [fleetMetric([2])]), "a.json": fleetRun("alpha", [fleetMetric([1])]),
    ])
    let data = try await tree.fleet("b.json", "a.json")
    #expect(data.nodes.map(\.name) == ["alpha", "beta"])
    #expect(data.series[0].values == [[1], [2]])
  }

  @Test func whatCannotBeReadIsNamedAndDoesNotStopTheOthers() async throws {
    let tree = try TemporaryTree(runs: ["nodes/node1/run.json": fleetRun("n", [fleetMetric([1])])])
    let whole = String(decoding: try RunDocument.encode(fleetRun("n", [fleetMetric([1])])), as: UTF8.self)
    try tree.write("nodes/node2/cut.json", String(whole.dropLast(40)))
    try tree.write("nodes/node2/other.json", "{\"schema\": \"assay.fleet/1\"}")
    try tree.write("nodes/node3/later.json", whole.replacing("assay.run/1", with: "assay.run/9"))
    try tree.write("nodes/node4/readme.txt", "")
    try tree.write("pairs/node1--node2/cut.json", "{")
    let data = try await tree.fleet("")
    #expect(data.series[0].values == [[1], [], [], []])
    #expect(data.nodes.map(\.runs) == [1, 0, 0, 0])
    #expect(data.nodes[1].problems.count == 1)
    #expect(data.nodes[1].problems[0].contains("cut.json: it is no JSON, or was cut off"))
    #expect(data.nodes[2].problems[0].contains("assay.run/9 is not known to this version"))
    #expect(data.nodes[3].problems == ["no Run was found"])
    #expect(data.problems.count == 1 && data.problems[0].contains("pairs/node1--node2/cut.json"))
  }

  @Test func aNamedFileMustBeARun() async throws {
    let tree = try TemporaryTree(["other.json": "{\"schema\": \"assay.fleet/1\"}"])
    #expect(try await tree.fleet("other.json").problems.count == 1)
    #expect(try await tree.fleet("").problems.isEmpty)
  }

  @Test func unitsAndDirectionsMustAgree() async throws {
    let tree = try TemporaryTree(runs: [
      "nodes/a/run.json": fleetRun("a", [fleetMetric([1])]),
      "nodes/b/run.json": fleetRun("b", [fleetMetric([1], unit: "s")]),
      "nodes/c/run.json": fleetRun("c", [fleetMetric([1], better: .lower)]),
    ])
    let data = try await tree.fleet("")
    #expect(data.series.map(\.values) == [[[1], [], []]])
    #expect(
      data.nodes[1].problems == [
        "memory.bandwidth is in s, better higher, but elsewhere in B/s, better higher; here it is left out"
      ])
    #expect(data.nodes[2].problems.count == 1)
  }

  @Test func unfinishedRunsAreSaid() async throws {
    let tree = try TemporaryTree(runs: [
      "nodes/a/run.json": fleetRun("a", [fleetMetric([1]), fleetMetric([1], "x.y") { _ in false }]) {
        $0.status = .interrupted
      },
      "nodes/b/run.json": fleetRun("b", [fleetMetric([1])]) { $0.tool.build = "debug" },
    ])
    let data = try await tree.fleet("")
    #expect(data.nodes[0].problems[0].hasSuffix("it was interrupted: what was measured until then counts"))
    #expect(data.nodes[0].problems[1].hasSuffix("1 of 2 metrics have no valid sample"))
    #expect(data.nodes[1].problems[0].contains("a debug build"))
    #expect(data.series.count == 1)
  }

  @Test func pairsAreKeptApart() async throws {
    let link = fleetMetric([5, 6], "link.bandwidth")
    let tree = try TemporaryTree(runs: [
      "nodes/a/run.json": fleetRun("a", [fleetMetric([1])]),
      "pairs/b--a/run.json": fleetRun("b", [link], id: "1"),
      "pairs/a--b/run.json": fleetRun("a", [link], id: "2"),
      "pairs/a--b/more.json": fleetRun("a", [fleetMetric([7], "link.bandwidth")], id: "3"),
    ])
    let data = try await tree.fleet("")
    #expect(data.nodes.map(\.name) == ["a"])
    #expect(data.pairs.map { "\($0.from)>\($0.to)" } == ["a>b", "b>a"])
    #expect(data.pairs.map(\.values) == [[7, 5, 6], [5, 6]])
  }

  @Test func progressEndsWithAllDocuments() async throws {
    var runs: [String: Run] = [:]
    for index in 0..<20 { runs["nodes/n\(index)/run.json"] = fleetRun("n\(index)", [fleetMetric([1])]) }
    let tree = try TemporaryTree(runs: runs)
    var seen: [Int] = []
    let data = await FleetReader.read(try FleetFiles([tree.path])) { seen.append($0) }
    #expect(seen == [16, 20])
    #expect(data.nodes.count == 20)
  }
}
