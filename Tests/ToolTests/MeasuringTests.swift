import Foundation
import Testing

@testable import Experiment

@Suite struct MeasuringTests {
  @Test func aRunIsATableAndTwoFiles() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay", Tool.small("--part", "bandwidth", "--part", "latency", "--blocks", "3", out: directory.path))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    #expect(result.output.contains("Memory bandwidth"))
    #expect(!result.output.contains("\u{1B}"), "escape sequences in a pipe")
    #expect(directory.files.count == 2)
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.status == .complete)
    #expect(Set(run.blocks.map(\.block)) == [0, 1, 2])
    #expect(run.plan.order.count == run.blocks.count)
    #expect(run.plan.seed == 7)
    #expect(Set(run.metrics.map(\.id)) == ["memory.bandwidth", "memory.latency"])
    for metric in run.metrics {
      #expect(metric.samples.count == run.blocks.count)
      #expect(metric.samples.allSatisfy { $0.value > 0 && $0.noise.window ?? 0 > 0 })
    }
    let page = try String(contentsOfFile: #require(directory.file(".html")), encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>"))
    let again = try await Tool.run("assay", "report", #require(directory.file(".json")))
    #expect(again.code == 0)
    #expect(again.output == result.output)
  }

  @Test(.enabled(if: Python.hasJSONSchema, "python3-jsonschema is not installed"))
  func theDocumentValidatesAgainstTheSchema() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run("assay", Tool.small("--blocks", "1", "--quiet", out: directory.path))
    #expect(result.errors.isEmpty)
    let check = try await Python.validate(#require(directory.file(".json")))
    #expect(check.code == 0, "\(check.errors)")
    // The schema can refuse: a sample that is text.
    let path = try #require(directory.file(".json"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let broken = text.replacingOccurrences(
      of: "\"value\" : [0-9]", with: "\"value\" : \"x\", \"was\" : 1", options: .regularExpression)
    try broken.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try await Python.validate(path).code != 0)
  }

  @Test func nothingMeasurableIsCode77WithReasons() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay", Tool.small("--part", "bandwidth", "--pages", "1g", "--blocks", "1", out: directory.path))
    try #require(!result.output.contains("GB/s"), "this machine has free 1 GiB pages")
    #expect(result.code == 77)
    #expect(result.output.contains("huge pages: reserve some in"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func whoEndsItKeepsWhatIsDone(signal: Int32) async throws {
    let directory = try TemporaryDirectory()
    let process = try Running(Tool.small("--part", "bandwidth", "--blocks", "1000", out: directory.path))
    try process.waitForErrorLine("block 2 of 1000")
    process.send(signal)
    #expect(process.waitForExit() == 130)
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.status == .interrupted)
    #expect(run.blocks.count >= 2)
    #expect(run.metrics.allSatisfy { $0.samples.count == run.blocks.count })
    #expect(process.childrenLeft().isEmpty)
  }

  @Test func aKillLosesAtMostOneBlockAndLeavesNoProcess() async throws {
    let directory = try TemporaryDirectory()
    let process = try Running(Tool.small("--part", "bandwidth", "--blocks", "1000", out: directory.path))
    try process.waitForErrorLine("block 2 of 1000")
    process.send(SIGKILL)
    #expect(process.waitForExit() == SIGKILL)
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.status == .running)
    #expect(run.blocks.count >= 2)
    #expect(directory.files.filter { $0.hasSuffix(".json") }.count == 1)
    #expect(process.childrenLeft().isEmpty)
  }
}

/// Python's jsonschema, the judge of documents.
enum Python {
  static let hasJSONSchema = status("import jsonschema") == 0

  private static func status(_ code: String) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", code]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return 127 }
    process.waitUntilExit()
    return process.terminationStatus
  }

  static func validate(_ document: String) async throws -> (code: Int32, errors: String) {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Results/assay.run.schema.json").standardizedFileURL.path
    let code = """
      import json, jsonschema
      schema, document = (json.load(open(path)) for path in ('\(schema)', '\(document)'))
      jsonschema.Draft202012Validator.check_schema(schema)
      jsonschema.Draft202012Validator(schema).validate(document)
      """
    return (status(code), "the document does not validate")
  }
}
