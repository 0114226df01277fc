import Experiment
import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct AcceptanceFileTests {
  private func load(_ lines: String, head: String = "schema: assay.acceptance/1") throws -> AcceptanceFile {
    let tree = try TemporaryTree(["a.yaml": "\(head)\nlines:\n\(lines)\n"])
    return try AcceptanceFile.load("\(tree.path)/a.yaml")
  }

  private func refusal(_ lines: String, head: String = "schema: assay.acceptance/1") throws -> String {
    do {
      _ = try load(lines, head: head)
      return "accepted"
    } catch let problem as FileProblem {
      return "\(problem.line): \(problem.reason)"
    }
  }

  @Test func linesAreReadAsTheyAreWritten() throws {
    let file = try load(
      """
        - {metric: memory.bandwidth, labels: {kernel: tri*, threads: 2}, bound: ">= 20 GB/s"}
        - {metric: "aio.*", at_most: 2 ms, quantile: 0.9, nodes: "node*"}
        - {metric: link.bandwidth, at_least: 9 Gbit/s, pairs: "*--node2"}
      """, head: "schema: assay.acceptance/1\nname: three nodes")
    #expect(file.name == "three nodes")
    #expect(file.lines.map(\.line) == [4, 5, 6])
    #expect(file.lines.map(\.quantile) == [0.5, 0.9, 0.5])
    #expect(file.lines.map(\.nodes) == ["*", "node*", nil])
    #expect(file.lines.map(\.pairs) == [nil, nil, "*--node2"])
    #expect(
      file.lines.map(\.text) == [
        "memory.bandwidth{kernel=tri*,threads=2} >= 20 GB/s", "quantile 0.9 of aio.* <= 2 ms",
        "link.bandwidth >= 9 Gbit/s",
      ])
  }

  @Test func labelsAreASubsetWithPatterns() throws {
    let line = try load("  - {metric: memory.*, labels: {kernel: tri*}, at_least: 1}").lines[0]
    #expect(line.isOf(Metric.Key(id: "memory.bandwidth", labels: ["kernel": "triad", "threads": "2"])))
    #expect(!line.isOf(Metric.Key(id: "memory.bandwidth", labels: ["kernel": "copy"])))
    #expect(!line.isOf(Metric.Key(id: "memory.bandwidth")))
    #expect(!line.isOf(Metric.Key(id: "aio.iops", labels: ["kernel": "triad"])))
  }

  @Test(arguments: [
    ("  - {metric: a.b, at_least: 1, x: 1}", "3: 'x' is not known here"),
    ("  - {at_least: 1}", "3: 'metric' is missing"),
    ("  - {metric: \"a.b{k=v}\", at_least: 1}", "3: 'a.b{k=v}' must be a metric's name alone"),
    ("  - {metric: a.b}", "3: a line needs one of bound, at_least and at_most; this one has 0"),
    (
      "  - {metric: a.b, at_least: 1, at_most: 2}",
      "3: a line needs one of bound, at_least and at_most; this one has 2"
    ),
    ("  - {metric: a.b, at_least: fast}", "3: 'fast' is not a quantity: 20 GB/s"),
    ("  - {metric: a.b, bound: 20 GB/s}", "3: '20 GB/s' is not '>=' or '<=' before a quantity"),
    ("  - {metric: a.b, at_least: 1, quantile: 1}", "3: '1' is no quantile between 0 and 1"),
    ("  - {metric: a.b, at_least: 1, quantile: p99}", "3: 'p99' is no quantile"),
    ("  - {metric: a.b, at_least: 1, labels: triad}", "3: 'labels' must be a mapping"),
    ("  - {metric: a.b, at_least: 1, labels: {kernel: [a]}}", "3: the label 'kernel' must have a text"),
    ("  - {metric: a.b, at_least: 1, pairs: node1}", "3: 'node1' names no pairs"),
    (
      "  - {metric: a.b, at_least: 1, pairs: \"*\", nodes: a}",
      "3: a line is about nodes or about pairs, not both"
    ),
    ("  - {metric: a.b, at_least: 1, nodes: \"\"}", "3: 'nodes' is empty"),
    (
      "  - {metric: a.b, at_least: 1}\n  - {metric: a.b, at_least: 1}",
      "4: this is here twice; the first is in line 3"
    ),
    ("  []", "2: there is nothing below 'lines'"),
    ("  - a", "3: expected a mapping"),
  ])
  func whatIsWrongIsNamedWithItsLine(lines: String, beginning: String) throws {
    let text = try refusal(lines)
    #expect(text.hasPrefix(beginning), "\(text)")
  }

  @Test func anotherSchemaIsRefused() throws {
    #expect(try refusal("  []", head: "schema: assay.acceptance/2").contains("expected assay.acceptance/1"))
    #expect(throws: FileProblem.self) { try AcceptanceFile.load("/nowhere/a.yaml") }
  }
}
