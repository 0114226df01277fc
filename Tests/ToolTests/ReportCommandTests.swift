import Foundation
import Testing

@Suite struct ReportCommandTests {
  private func report(_ content: String) async throws -> Tool.Result {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/run.json"
    try content.write(toFile: path, atomically: true, encoding: .utf8)
    return try await Tool.run("assay", "report", path)
  }

  @Test(arguments: [
    ("", "it is empty"),
    ("{\"schema\": \"assay.run/1\", \"metr", "cut off after"),
    ("not json", "it is no JSON"),
    ("[1, 2]", "JSON of another kind"),
    ("{\"a\": 1}", "it has no \"schema\""),
    (
      "{\"schema\": \"assay.run/2\"}",
      "assay.run/2 is not known to this version, which reads assay.run/1; update assay"
    ),
    ("{\"schema\": \"assay.profile/1\"}", "it is assay.profile/1, not an Assay Run"),
    ("{\"schema\": \"assay.run/1\"}", "is missing"),
    ("{\"schema\": \"a\\nb\\u001b[31m\"}", "it is a b\u{FFFD}[31m, not an Assay Run"),
  ])
  func aDocumentThatIsNoRunIsOneLine(content: String, message: String) async throws {
    let result = try await report(content)
    #expect(result.code == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func aMissingFileIsNamed() async throws {
    let result = try await Tool.run("assay", "report", "/nonexistent/run.json")
    #expect(result.code == 1)
    #expect(result.errors == "assay: cannot open /nonexistent/run.json: no such file or directory (ENOENT)\n")
  }

  @Test(arguments: [("", "is a directory"), ("/none/x.html", "no such file or directory")])
  func aPageThatCannotBeWrittenIsSaidWithWhatToDo(below: String, cause: String) async throws {
    let measured = try TemporaryDirectory()
    let run = try await Tool.run("assay", Tool.small("--blocks", "1", "--quiet", out: measured.path))
    try #require(measured.file(".json") != nil, "\(run.errors)")
    let directory = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay", "report", try #require(measured.file(".json")), "--html", directory.path + below)
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(cause) && result.errors.contains("name a file that you may write"))
    #expect(directory.files.isEmpty)
  }
}
