import Foundation
import Testing

@testable import Experiment

/// `assay compare` as a user runs it, on Runs whose verdicts are known.
@Suite struct CompareCommandTests {
  private func compare(
    _ pair: (base: Run, candidate: Run), _ more: String...
  ) async throws -> Tool.Result {
    let directory = try TemporaryDirectory()
    let base = try RunFixture.write(pair.base, in: directory)
    let candidate = try RunFixture.write(pair.candidate, in: directory)
    return try await Tool.run("assay", ["compare", base, candidate] + more)
  }

  @Test func nothingWorseIsCode0() async throws {
    let result = try await compare(RunFixture.pair())
    #expect(result.code == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("same"))
    #expect(result.errors.isEmpty)
    #expect(!result.output.contains("\u{1B}"), "escape sequences in a pipe")
  }

  @Test func betterIsCode0() async throws {
    #expect(try await compare(RunFixture.pair(ratio: 1.1)).code == 0)
  }

  @Test func worseIsCode2() async throws {
    let result = try await compare(RunFixture.pair(ratio: 0.9))
    #expect(result.code == 2, "\(result.output)\(result.errors)")
    #expect(result.output.contains("worse"))
  }

  @Test func whatCannotBeToldIsCode3UnlessThatIsOk() async throws {
    let pair = RunFixture.pair(blocks: 4, spread: 0.1)
    #expect(try await compare(pair).code == 3)
    #expect(try await compare(pair, "--inconclusive-is-ok").code == 0)
  }

  @Test func noBlockThatCountsIsCode4() async throws {
    var pair = RunFixture.pair(blocks: 5)
    for block in pair.candidate.blocks.indices { pair.candidate.blocks[block].verdict = .invalid }
    for metric in pair.candidate.metrics.indices {
      for sample in pair.candidate.metrics[metric].samples.indices {
        pair.candidate.metrics[metric].samples[sample].valid = false
      }
    }
    let result = try await compare(pair, "--inconclusive-is-ok")
    #expect(result.code == 4)
    #expect(result.output.contains("none of its 5 samples counts"), "\(result.output)")
  }

  @Test func anotherMachineIsCode5AndNamed() async throws {
    var pair = RunFixture.pair(ratio: 0.5)
    pair.candidate.host.mustMatch["cpu_model"] = "another processor"
    let result = try await compare(pair)
    #expect(result.code == 5)
    #expect(result.output.contains("cpu_model"), "\(result.output)")
  }

  @Test func anUnknownFactEqualsNothing() async throws {
    var pair = RunFixture.pair()
    pair.base.host.mustMatch["cpu_model"] = "unknown"
    pair.candidate.host.mustMatch["cpu_model"] = "unknown"
    #expect(try await compare(pair).code == 5)
  }

  @Test func theKernelDiffersOnlyWhenItIsUnderTest() async throws {
    var pair = RunFixture.pair()
    #expect(try await compare(pair, "--testing", "kernel").code == 5)
    pair.candidate.host.declared["kernel"] = "6.1.0-56"
    #expect(try await compare(pair).code == 5)
    #expect(try await compare(pair, "--testing", "kernel").code == 0)
  }

  @Test func anotherVersionIsCode5UnlessBothTookTurns() async throws {
    var pair = RunFixture.pair()
    pair.candidate.tool.version = "1"
    #expect(try await compare(pair).code == 0)
    pair.candidate.plan.interleaved = nil
    let apart = try await compare(pair)
    #expect(apart.code == 5 && apart.output.contains("tool_version"), "\(apart.output)")
  }

  @Test func anotherUnitIsCode5() async throws {
    var pair = RunFixture.pair()
    pair.candidate.metrics[0].unit = "op/s"
    #expect(try await compare(pair).code == 5)
  }

  // MARK: Which metrics

  @Test func aPatternThatFitsNothingIsSaid() async throws {
    let result = try await compare(RunFixture.pair(), "--metric", "aio.*")
    #expect(result.code == 1)
    #expect(
      result.errors
        == "assay: --metric 'aio.*' fits no metric; there is memory.bandwidth, memory.latency\n")
  }

  @Test func chosenMetricsAloneAreJudged() async throws {
    var pair = RunFixture.pair()
    for sample in pair.candidate.metrics[0].samples.indices {
      pair.candidate.metrics[0].samples[sample].value *= 0.8
    }
    #expect(try await compare(pair).code == 2)
    #expect(try await compare(pair, "--metric", "memory.bandwidth{*kernel=triad*}").code == 2)
    // Informational alone, because asked for alone, it has a vote.
    let other = try await compare(pair, "--metric", "memory.lat*cy")
    #expect(other.code == 0, "\(other.output)")
    #expect(!other.output.contains("bandwidth"), "\(other.output)")
  }

  @Test func deltaIsTheChangeThatMatters() async throws {
    let pair = RunFixture.pair(ratio: 0.95)
    #expect(try await compare(pair, "--delta", "1%").code == 2)
    #expect(try await compare(pair, "--delta", "0.1").code == 0)
  }

  @Test(arguments: [
    ["--delta", "0"], ["--delta", "x"], ["--delta", "200%"], ["--testing", "weather"], ["--format", "xml"],
    ["--metric", ""],
  ])
  func wrongOptionsAreUsage(options: [String]) async throws {
    let result = try await Tool.run("assay", ["compare", "a.json", "b.json"] + options)
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1, "\(result.errors)")
  }

  // MARK: Documents

  @Test(arguments: [
    ("{\"schema\": \"assay.run/2\"}", "assay.run/2 is not known to this version"),
    ("{\"schema\": \"assay.comparison/1\"}", "not an Assay Run"),
    ("", "it is empty"),
  ])
  func anotherSchemaIsOneLine(content: String, message: String) async throws {
    let directory = try TemporaryDirectory()
    let base = try RunFixture.write(RunFixture.pair().base, in: directory)
    let other = "\(directory.path)/other.json"
    try content.write(toFile: other, atomically: true, encoding: .utf8)
    for order in [[base, other], [other, base]] {
      let result = try await Tool.run("assay", ["compare"] + order)
      #expect(result.code == 1)
      #expect(result.output.isEmpty)
      #expect(result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.contains(other) && result.errors.contains(message), "\(result.errors)")
    }
  }

  @Test func anEditedDocumentIsOneLine() async throws {
    let directory = try TemporaryDirectory()
    let pair = RunFixture.pair(blocks: 3)
    let base = try RunFixture.write(pair.base, in: directory)
    let candidate = try RunFixture.write(pair.candidate, in: directory)
    let text = try String(contentsOfFile: candidate, encoding: .utf8)
    let edited = text.replacingOccurrences(
      of: "\"value\" : [0-9.]+", with: "\"value\" : \"fast\"", options: .regularExpression)
    try edited.write(toFile: candidate, atomically: true, encoding: .utf8)
    let result = try await Tool.run("assay", "compare", base, candidate)
    #expect(result.code == 1)
    #expect(result.errors.contains("the document was edited or damaged"), "\(result.errors)")
  }

  /// Whoever decides afterwards what counts contradicts the blocks.
  @Test func editedSamplesAreNoBasis() async throws {
    var pair = RunFixture.pair(ratio: 0.9)
    for sample in 0..<10 { pair.candidate.metrics[0].samples[sample].valid = false }
    let result = try await compare(pair)
    #expect(result.code == 4, "\(result.output)")
    #expect(result.output.contains("edited"), "\(result.output)")
  }

  @Test func aMissingFileIsNamed() async throws {
    let result = try await Tool.run("assay", "compare", "/none/a.json", "/none/b.json")
    #expect(result.code == 1)
    #expect(result.errors.contains("/none/a.json"))
  }

  @Test func severalBasesAreTaken() async throws {
    let directory = try TemporaryDirectory()
    let runs = (1...3).map { RunFixture.run("base\($0)", seed: UInt64($0)) }
    let paths = try runs.map { try RunFixture.write($0, in: directory) }
    let candidate = try RunFixture.write(RunFixture.run("candidate", seed: 9), in: directory)
    let result = try await Tool.run(
      "assay", "compare", paths[0], candidate, "--base", paths[1], "--base", paths[2], "--json")
    #expect([0, 3].contains(result.code), "\(result.errors)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect((document["more_bases"] as? [Any])?.count == 2)
  }

  // MARK: Formats

  @Test func everyFormatIsWrittenAndOneIsShown() async throws {
    let directory = try TemporaryDirectory()
    let beginnings = [
      "html": "<!doctype html>", "junit": "<?xml", "markdown": "", "csv": "", "openmetrics": "# ",
      "document": "{",
    ]
    let options = beginnings.keys.flatMap { ["--\($0)", "\(directory.path)/out.\($0)"] }
    let pair = RunFixture.pair(ratio: 0.9)
    let base = try RunFixture.write(pair.base, in: directory)
    let candidate = try RunFixture.write(pair.candidate, in: directory)
    let result = try await Tool.run("assay", ["compare", base, candidate, "--format", "csv"] + options)
    #expect(result.code == 2, "\(result.errors)")
    for (name, beginning) in beginnings {
      let text = try String(contentsOfFile: "\(directory.path)/out.\(name)", encoding: .utf8)
      #expect(text.hasPrefix(beginning), "\(name): \(text.prefix(40))")
      #expect(text.utf8.last == UInt8(ascii: "\n") && text.contains("memory.bandwidth"), "\(name)")
    }
    let csv = try String(contentsOfFile: "\(directory.path)/out.csv", encoding: .utf8)
    #expect(result.output == csv)
  }

  @Test func jsonIsTheDocument() async throws {
    let result = try await compare(RunFixture.pair(), "--json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "assay.comparison/1")
    #expect(document["verdict"] as? String == "same")
    #expect(document["design"] as? String == "interleaved")
  }

  @Test func aReportThatCannotBeWrittenIsSaidWithWhatToDo() async throws {
    let result = try await compare(RunFixture.pair(), "--junit", "/none/x.xml")
    #expect(result.code == 1)
    #expect(result.errors.contains("--junit /none/x.xml"))
    #expect(result.errors.contains("name a file that you may write"))
  }
}
