import Foundation
import TestSupport
import Testing

@Suite struct DiffHostCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = "\(directory.path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What `assay host --json` prints, with some values changed.
  private func host(_ name: String, _ changes: [(from: String, to: String)] = []) async throws -> String {
    let result = try await Tool.run("assay", "host", "--json")
    try #require(result.code == 0, "\(result.errors)")
    let text = try changes.reduce(result.output) { text, change in
      let changed = text.replacing(try Regex(change.from), with: change.to)
      try #require(changed != text, "\(change.from) is not there")
      return changed
    }
    return try write(name, text)
  }

  private var catalog: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Profiles/catalog.yaml").standardizedFileURL.path
  }

  private struct Document: Decodable {
    struct Difference: Decodable {
      var key: String
      var relevance: String
    }
    var schema: String
    var differences: [Difference]
  }

  /// Other tests set knobs, add devices and load modules while this one runs; none changes what the host is.
  @Test func aHostTakenTwiceIsTheSameHost() async throws {
    let first = try await host("a.json")
    let result = try await Tool.run("assay", "diff-host", first, "live", "--catalog", catalog, "--json")
    #expect(result.code == 0, "\(result.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    let lasting = ["hardware", "kernel", "mitigation", "boot", "microcode"]
    #expect(document.differences.filter { lasting.contains($0.relevance) }.map(\.key) == [])
  }

  @Test func aDocumentHasNoDifferencesFromItself() async throws {
    let first = try await host("a.json")
    let result = try await Tool.run("assay", "diff-host", first, first, "--catalog", catalog, "--no-color")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("no differences"), "\(result.output)")
    #expect(result.output.split(separator: "\n").count == 3, "\(result.output)")
  }

  @Test func anUpgradeIsToldWithWhatItMeans() async throws {
    let before = try await host("a.json")
    let after = try await host(
      "b.json",
      [
        (#""kernel" : "[^"]*""#, #""kernel" : "99.1.0""#),
        (#""sysctl/vm.swappiness" : "[^"]*""#, #""sysctl/vm.swappiness" : "199""#),
        (
          #""sysctl/vm.overcommit_memory" : "[^"]*""#,
          #""sysctl/vm.overcommit_memory" : "7", "sysctl/vm.zzz_new" : "1""#
        ),
      ])
    let text = try await Tool.run("assay", "diff-host", before, after, "--catalog", catalog, "--no-color")
    #expect(text.code == 0, "\(text.errors)")
    let places = [
      "\nKernel  ", "99.1.0", "sysctl/vm.swappiness", "→ 199", "relative cost of swapping",
      "sysctl/vm.zzz_new",
      "(not there) → 1",
    ]
    .map { text.output.range(of: $0)?.lowerBound }
    #expect(!places.contains(nil), "\(text.output)")

    let json = try await Tool.run("assay", "diff-host", before, after, "--catalog", catalog, "--json")
    let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
    #expect(document.schema == "assay.host-diff/1")
    #expect(document.differences.first?.key == "kernel" && document.differences.first?.relevance == "kernel")
    #expect(document.differences.contains { $0.key == "sysctl/vm.swappiness" && $0.relevance == "knob" })

    let suspects = try await Tool.run(
      "assay", "diff-host", before, after, "--catalog", catalog, "--metric", "memory.latency", "--no-color")
    #expect(suspects.output.contains("Suspects for memory.latency"), "\(suspects.output)")
    #expect(suspects.output.contains("sysctl/vm.swappiness"))
  }

  @Test func aCapturedMachineIsAHost() async throws {
    let machine = try CapturedMachine.named("16amd64-8n2c-cpusets").directory
    let result = try await Tool.run(
      "assay", "diff-host", machine, machine, "--no-color", "--catalog", catalog)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("no differences"))
  }

  @Test func withoutACatalogDifferencesAreStillTold() async throws {
    let before = try await host("a.json")
    let after = try await host("b.json", [(#""kernel" : "[^"]*""#, #""kernel" : "99.1.0""#)])
    let result = try await Tool.runInShell("cd /", "assay", ["diff-host", before, after, "--no-color"])
    #expect(result.code == 0)
    #expect(result.output.contains("99.1.0"))
    #expect(result.errors.contains("no catalog of settings found"), "\(result.errors)")
  }

  @Test(arguments: [
    ("", "it is empty"), ("{\"schema\": \"assay.host/1\"", "cut off after"),
    ("[1]", "it is JSON of another kind"),
    ("{}", "it has no \"schema\""), ("{\"schema\": \"assay.host/9\"}", "update assay"),
    ("{\"schema\": \"assay.profile/1\"}", "it is assay.profile/1"),
    ("{\"schema\": \"assay.run/1\"}", "host is missing"),
    ("{\"schema\": \"assay.host/1\"}", "is missing"),
  ])
  func aDocumentThatTellsNoHostIsOneLine(content: String, message: String) async throws {
    let result = try await Tool.run("assay", "diff-host", try write("x.json", content), "live")
    #expect(result.code == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message) && result.errors.contains("x.json"), "\(result.errors)")
  }

  @Test(arguments: [
    (["diff-host"], 64, "Missing expected argument '<base>'"),
    (["diff-host", ""], 64, "the base has no name"),
    (["diff-host", "/none.json"], 1, "/none.json: no such file or directory"),
    (["diff-host", "/etc"], 1, "neither proc nor sys in it"),
    (["diff-host", "live", "--metric", ""], 64, "--metric has no name"),
    (["diff-host", "live", "--catalog", "/none.yaml"], 64, "/none.yaml"),
  ])
  func badInputIsOneLine(arguments: [String], code: Int32, message: String) async throws {
    let result = try await Tool.run("assay", arguments)
    #expect(result.code == code, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
