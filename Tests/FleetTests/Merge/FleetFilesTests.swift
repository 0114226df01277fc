import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct FleetFilesTests {
  @Test func aFleetsDirectoryHasNodesAndPairs() throws {
    let tree = try TemporaryTree([
      "fleet.json": "{}", "nodes/node2/a.json": "", "nodes/node2/b.json": "", "nodes/node2/log.txt": "",
      "nodes/node1/a.json": "", "pairs/node1--node2/link.json": "", "pairs/none/link.json": "",
      "pairs/--x/link.json": "",
    ])
    let files = try FleetFiles([tree.path])
    #expect(files.nodes == ["node1", "node2"])
    #expect(
      files.sources.map(\.path) == [
        "\(tree.path)/nodes/node1/a.json", "\(tree.path)/nodes/node2/a.json",
        "\(tree.path)/nodes/node2/b.json",
        "\(tree.path)/pairs/node1--node2/link.json",
      ])
    #expect(
      files.sources.map(\.owner) == [
        .node("node1"), .node("node2"), .node("node2"), .pair(from: "node1", to: "node2"),
      ])
  }

  @Test func aRunThatBroughtNothingYetHasNoNodes() throws {
    let tree = try TemporaryTree(["fleet.json": "{}", "playbook/variables.json": "{}"])
    let files = try FleetFiles([tree.path])
    #expect(files.nodes.isEmpty && files.sources.isEmpty)
  }

  @Test func plainDirectoriesAreNodesAndDocumentsAreTheirHosts() throws {
    let tree = try TemporaryTree([
      "node1/a.json": "", "node2/.hidden/a.json": "", "loose.json": "", "one.json": "",
    ])
    let files = try FleetFiles([tree.path + "/", "\(tree.path)/one.json"])
    #expect(files.nodes == ["node1", "node2"])
    #expect(files.sources.map(\.owner) == [.host, .host, .node("node1"), .host])
    #expect(files.sources.map(\.isNamed) == [false, false, false, true])
  }

  @Test func whatIsNotThereIsSaid() throws {
    #expect(throws: SystemError.self) { try FleetFiles(["/nowhere/at/all"]) }
  }

  @Test func peopleCountNodes() {
    let names = ["node10", "node2", "a", "node2b", "node02"]
    #expect(names.sorted(by: NaturalOrder.isBefore) == ["a", "node02", "node2", "node2b", "node10"])
    #expect(!NaturalOrder.isBefore("node1", "node1"))
  }
}
