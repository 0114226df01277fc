import Experiment
import Foundation
import Platform
import Testing

@Suite struct HistoryCommandTests {
  private let directory: TemporaryDirectory
  private var notebook: String { "\(directory.path)/state/n.sqlite" }
  private var runs: String { "\(directory.path)/runs" }

  init() throws {
    directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
  }

  private func history(_ arguments: String...) async throws -> Tool.Result {
    try await Tool.run("assay", ["history", "--notebook", notebook, "--no-color"] + arguments)
  }

  /// One measured Run, written again for as many days; from the middle on with another kernel and 20 % more.
  private func fill(_ count: Int) async throws {
    let made = try await Tool.run("assay", Tool.small("--blocks", "1", "--quiet", out: directory.path))
    var run = try RunDocument.read(path: try #require(directory.file(".json"), "\(made.errors)"))
    let metrics = run.metrics.filter { $0.id == "memory.bandwidth" }.prefix(2)
    for number in 0..<count {
      let isLate = number >= count / 2
      run.id = "run-\(number)"
      run.started = Timestamp.text(1_790_000_000 + UInt32(number) * 3_600)
      run.host.declared["kernel"] = isLate ? "6.12.1" : "6.1.0"
      let value = (isLate ? 48e9 : 40e9) + 1e8 * Double(number % 5)
      run.metrics = metrics.map { metric in
        var metric = metric
        metric.samples = (0..<3).map {
          Sample(value: value, block: $0, valid: true, noise: Noise())
        }
        return metric
      }
      try Data(RunDocument.encode(run)).write(to: URL(fileURLWithPath: "\(runs)/\(number).json"))
    }
  }

  @Test func aMetricIsShownOverTime() async throws {
    try await fill(16)
    let imported = try await history("--import", runs)
    #expect(imported.code == 0 && imported.output.isEmpty)
    #expect(imported.errors == "\(notebook): 16 imported\n")
    let again = try await history("--import", runs)
    #expect(again.errors == "\(notebook): 16 there already\n")

    let overview = try await history()
    #expect(overview.code == 0, "\(overview.errors)")
    #expect(
      overview.output.contains("16 Runs of 1 host")
        && overview.output.contains("memory.bandwidth (B/s), 2 series"))

    let shown = try await history("memory.bandwidth", "--last", "10")
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(shown.output.contains("── kernel 6.1.0 → 6.12.1"), "\(shown.output)")
    #expect(shown.output.contains("◆ from here on another level") && shown.output.contains("no verdict"))
    #expect(shown.output.contains("… and 6 Runs before"))
    #expect(shown.output.contains("▁") && shown.output.contains("█"))

    let json = try await history("memory.bandwidth", "--json")
    struct Document: Decodable {
      struct History: Decodable {
        struct Point: Decodable { var kernel: String }
        struct Change: Decodable { var run: String }
        var points: [Point]
        var change_points: [Change]
      }
      var schema: String
      var histories: [History]
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
    #expect(document.schema == "assay.history/1" && document.histories.count == 2)
    #expect(
      document.histories.allSatisfy { $0.points.count == 16 && $0.change_points.map(\.run) == ["run-8"] })
  }

  @Test func refusedFilesAreLinesAndCode1() async throws {
    try await fill(2)
    try "{\"schema\": \"assay.run/1\", ".write(toFile: "\(runs)/torn.json", atomically: true, encoding: .utf8)
    let result = try await history("--import", runs, "--json")
    #expect(result.code == 1)
    #expect(
      result.errorLines.count == 1 && result.errors.contains("torn.json: it is no JSON, or was cut off"))
    struct Report: Decodable {
      var added: Int
      var refused: [String]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.added == 2 && report.refused.count == 1)
  }

  @Test func aDamagedNotebookIsMadeAnew() async throws {
    try await fill(2)
    try FileManager.default.createDirectory(
      atPath: "\(directory.path)/state", withIntermediateDirectories: true)
    try String(repeating: "x", count: 10_000).write(toFile: notebook, atomically: true, encoding: .utf8)
    let damaged = try await history("memory.bandwidth")
    #expect(damaged.code == 1 && damaged.errorLines.count == 1)
    #expect(damaged.errors.contains("make it anew with assay history --rebuild DIR"))
    let rebuilt = try await history("--rebuild", runs)
    #expect(rebuilt.code == 0, "\(rebuilt.errors)")
    #expect(rebuilt.errors.contains("the damaged notebook is now \(notebook).damaged"))
    #expect(try await history("memory.bandwidth").code == 0)
  }

  @Test func rebuildingSaysWhatIsGone() async throws {
    try await fill(3)
    _ = try await history("--import", runs)
    try FileManager.default.removeItem(atPath: "\(runs)/0.json")
    let rebuilt = try await history("--rebuild", runs)
    #expect(rebuilt.code == 0)
    #expect(rebuilt.errors.contains("held 3 Runs before and holds 2 now"), "\(rebuilt.errors)")
  }

  @Test func theUsualPlaceIsUnderTheStateHome() async throws {
    let state = directory.path
    let result = try await Tool.runInShell("export XDG_STATE_HOME=\(state)", "assay", ["history"])
    #expect(result.code == 1)
    #expect(
      result.errors.contains("\(state)/assay/notebook.sqlite: there is no notebook yet"), "\(result.errors)")
    let homeless = try await Tool.runInShell("unset HOME XDG_STATE_HOME", "assay", ["history"])
    #expect(homeless.code == 1 && homeless.errors.contains("name the notebook with --notebook FILE"))
  }

  @Test(arguments: [
    (["memory.latency", "--label", "kernel"], 64, "'kernel' is not a label"),
    (["--label", "kernel=triad"], 64, "need a metric"), (["x", "--last", "0"], 64, "--last takes 1 or more"),
    (["--import", "/none"], 1, "/none: no such file or directory"),
    (["memory.x"], 1, "there is no notebook yet"),
    (["--import", "/etc", "--rebuild", "/etc"], 64, "name the directories of --import there"),
    ([""], 64, "the metric has no name"),
  ])
  func badInputIsOneLine(arguments: [String], code: Int32, message: String) async throws {
    let result = try await Tool.run("assay", ["history", "--notebook", notebook] + arguments)
    #expect(result.code == code, "\(result.errors)")
    #expect(result.output.isEmpty && result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
