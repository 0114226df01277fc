import Experiment
import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct FleetReportDocumentTests {
  private func report() async throws -> FleetReport {
    let line = AcceptanceFile.Line(
      line: 1, metric: "*", labels: [:], bound: try #require(AcceptanceBound(">= 1")), quantile: 0.9,
      nodes: "*",
      pairs: nil)
    return FleetReport(
      try await fleetData([1e9, 0.8e9, 1e9]), acceptance: AcceptanceFile(name: "a", file: "f", lines: [line]))
  }

  @Test func whatIsWrittenIsReadAgain() async throws {
    let report = try await report()
    let bytes = try FleetReportDocument.encode(report)
    #expect(try FleetReportDocument.decode(bytes, path: "p") == report)
    #expect(try FleetReportDocument.encode(FleetReportDocument.decode(bytes, path: "p")) == bytes)
    let empty = FleetReport(FleetData())
    #expect(try FleetReportDocument.decode(try FleetReportDocument.encode(empty), path: "p") == empty)
  }

  @Test func keysAreSortedAndEachMetricHasALine() async throws {
    let text = String(decoding: try FleetReportDocument.encode(try await report()), as: UTF8.self)
    let keys = text.split(separator: "\n").compactMap { line in
      line.hasPrefix("\"") ? line.dropFirst().prefix { $0 != "\"" } : nil
    }
    #expect(
      keys == [
        "acceptance", "fact_differences", "metrics", "nodes", "odd_nodes", "pairs", "problems", "schema",
        "verdict",
      ])
    #expect(text.contains("\n{\"better\":\"higher\",\"high\":["))
    #expect(text.contains("\"schema\":\"assay.fleet-report/1\""))
  }

  @Test func theSameDataGiveTheSameBytes() async throws {
    #expect(
      try FleetReportDocument.encode(try await report()) == FleetReportDocument.encode(try await report()))
  }

  @Test(arguments: [
    ("{", "it is no document with a \"schema\""), ("[]", "it is no document"),
    ("{\"schema\": \"assay.run/1\"}", "it is assay.run/1, not assay.fleet-report/1"),
    ("{\"schema\": \"assay.fleet-report/1\"}", "it cannot be decoded"),
  ])
  func whatIsNoReportIsRefused(text: String, words: String) throws {
    let tree = try TemporaryTree(["r.json": text])
    let error = #expect(throws: FleetReportDocument.Unreadable.self) {
      try FleetReportDocument.read(path: "\(tree.path)/r.json")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(throws: SystemError.self) { try FleetReportDocument.read(path: "\(tree.path)/none.json") }
  }
}
