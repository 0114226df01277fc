import Foundation
import Testing

@testable import Experiment

/// `assay check --baseline` as a user runs it. How long anything takes decides nothing: a machine that is too noisy is a
/// verdict of its own.
@Suite struct CheckCommandTests {
  /// Every verdict of two Runs of one host.
  static let verdicts: [Int32] = [0, 2, 3, 4]

  /// Where the baseline is.
  private let directory: TemporaryDirectory
  /// Where the new Run goes.
  private let out: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    out = try TemporaryDirectory()
  }

  /// A baseline of a few milliseconds.
  private func baseline() async throws -> String {
    let result = try await Tool.run(
      "assay", Tool.small("--part", "bandwidth", "--blocks", "3", "--quiet", out: directory.path))
    return try #require(directory.file(".json"), "\(result.errors)")
  }

  private func check(_ words: String...) async throws -> Tool.Result {
    try await Tool.run("assay", ["check", "--allow-debug"] + words)
  }

  @Test func itMeasuresWhatTheBaselineMeasured() async throws {
    let path = try await baseline()
    let result = try await check(
      "--baseline", path, "--out", out.path, "--blocks", "3", "--json", "--junit",
      "\(out.path)/check.xml")
    #expect(Self.verdicts.contains(result.code), "\(result.errors)")
    let before = try RunDocument.read(path: path)
    let after = try RunDocument.read(path: #require(out.file(".json")))
    #expect(after.metrics.map(\.key) == before.metrics.map(\.key))
    #expect(after.plan.seed == before.plan.seed)
    #expect(after.plan.suite == before.plan.suite)
    #expect(after.tool.arguments == before.tool.arguments)
    #expect(after.status == .complete)
    #expect(out.file(".html") != nil && out.file(".xml") != nil)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect((document["base"] as? [String: Any])?["id"] as? String == before.id)
    #expect((document["candidate"] as? [String: Any])?["id"] as? String == after.id)
    #expect(result.errors.contains("measuring as the baseline did: assay memory"))
  }

  /// Where storage is measured decides what is measured.
  @Test func withoutOutTheRunGoesWhereTheBaselineWent() async throws {
    let path = try await baseline()
    let result = try await check("--baseline", path, "--blocks", "1", "--quiet")
    #expect(Self.verdicts.contains(result.code), "\(result.errors)")
    #expect(result.errors.isEmpty)
    // Document and page of both, though they may have begun in the same second.
    #expect(directory.files.count == 4, "\(directory.files)")
  }

  @Test func moreBlocksAreTakenWhereFewerCouldShowNothing() async throws {
    var run = RunFixture.run("base", blocks: 5)
    run.metrics = (0..<20).map { index in
      var metric = run.metrics[0]
      metric.labels["kernel"] = "\(index)"
      return metric
    }
    run.tool.arguments = Tool.small("--part", "latency", "--working-set", "16k", out: directory.path)
    let result = try await check("--baseline", try RunFixture.write(run, in: directory))
    // The fixture's machine is not this one: that is known without measuring.
    #expect(result.code == 5)
    #expect(result.errors.contains("blocks instead of 5: fewer could show nothing"), "\(result.errors)")
    run.metrics = run.metrics.map { metric in
      var metric = metric
      metric.samples = Array(metric.samples.prefix(1))
      return metric
    }
    let refused = try await check("--baseline", try RunFixture.write(run, in: directory))
    #expect(refused.code == 64)
    #expect(refused.errors.contains("--suite standard"), "\(refused.errors)")
  }

  @Test func anotherHostIsSaidBeforeAnythingIsMeasured() async throws {
    let path = try await baseline()
    var run = try RunDocument.read(path: path)
    run.host.mustMatch["cpu_model"] = "another processor"
    run.id = "moved"
    let moved = try RunFixture.write(run, in: directory)
    let result = try await check("--baseline", moved, "--out", out.path, "--blocks", "1")
    #expect(result.code == 5)
    #expect(result.output.contains("cpu_model"), "\(result.output)")
    #expect(out.files.isEmpty)
    let kernel = try await check(
      "--baseline", path, "--out", out.path, "--blocks", "1", "--testing", "kernel")
    #expect(kernel.code == 5)
    #expect(kernel.output.contains("kernel is under test, but is not known to differ"), "\(kernel.output)")
    #expect(out.files.isEmpty)
  }

  // MARK: Names

  @Test func aBaselineIsKeptUnderANameAndFound() async throws {
    let state = try TemporaryDirectory()
    let environment = "export XDG_STATE_HOME='\(state.path)'"
    let kept = try await Tool.runInShell(
      environment, "assay",
      Tool.small("--part", "bandwidth", "--blocks", "3", "--save-baseline", "before-1.0", out: out.path))
    let file = "\(state.path)/assay/baselines/before-1.0.json"
    try #require([0, 4].contains(kept.code), "\(kept.errors)")
    // A machine too noisy for a result keeps none.
    #expect(FileManager.default.fileExists(atPath: file) == (kept.code == 0), "\(kept.errors)")
    #expect(
      kept.errors.contains(kept.code == 0 ? "kept as a baseline: " : "not kept as a baseline"),
      "\(kept.errors)")
    try FileManager.default.createDirectory(
      atPath: "\(state.path)/assay/baselines", withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: try #require(out.file(".json")), toPath: file)
    let result = try await Tool.runInShell(
      environment, "assay",
      ["check", "--allow-debug", "--baseline", "before-1.0", "--blocks", "1", "--out", out.path, "--quiet"])
    #expect(Self.verdicts.contains(result.code), "\(result.errors)")
    let missing = try await Tool.runInShell(
      environment, "assay", ["check", "--allow-debug", "--baseline", "after"])
    #expect(missing.code == 1)
    #expect(missing.errors.contains("no baseline named after: kept are: before-1.0"), "\(missing.errors)")
  }

  @Test(arguments: ["", ".hidden", "-x", "a b", "ä", "x.json", String(repeating: "x", count: 65)])
  func aNameThatIsNoneIsRefused(name: String) async throws {
    let result = try await Tool.run("assay", Tool.small("--save-baseline=\(name)", out: "/none"))
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1, "\(result.errors)")
  }

  // MARK: What is not repeated

  @Test(
    arguments: [
      (["aio", "--file", "/dev/null", "--destroy-data"], "--destroy-data"),
      (["migration", "--qemu", "/tmp/qemu"], "--qemu"),
      (["migration", "--sweep"], "chooses on the way"),
      (
        ["migration", "--libvirt", "qemu:///system", "--domain", "web1", "--to", "qemu+ssh://b/system"],
        "moves a domain that others use"
      ),
      (["report", "x.json"], "measures nothing"),
      (["frobnicate"], "cannot be taken again"),
    ] as [([String], String)])
  func aDocumentIsNoOrderToDoHarm(arguments: [String], message: String) async throws {
    var run = RunFixture.run("base")
    run.tool.arguments = arguments
    let result = try await check("--baseline", try RunFixture.write(run, in: directory))
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func theCommandOfASingleExecutableIsKnownByItsMetrics() async throws {
    let measured = try await Tool.run(
      "assay-memory",
      Array(
        Tool.small("--part", "latency", "--working-set", "16k", "--blocks", "1", out: directory.path)
          .dropFirst()))
    let path = try #require(directory.file(".json"), "\(measured.errors)")
    let result = try await check("--baseline", path, "--blocks", "1", "--out", out.path)
    #expect(Self.verdicts.contains(result.code), "\(result.errors)")
    #expect(
      try RunDocument.read(path: #require(out.file(".json"))).metrics.map(\.key)
        == RunDocument.read(path: path).metrics.map(\.key))
  }

  // MARK: Until it is decided

  @Test func itEndsWhenTheBudgetIsSpent() async throws {
    let path = try await baseline()
    let result = try await check("--baseline", path, "--until-decided", "--budget", "3s", "--out", out.path)
    #expect(Self.verdicts.contains(result.code), "\(result.errors)")
    #expect(result.errors.contains("look 1 after "), "\(result.errors)")
    #expect(!result.output.contains("is running"), "\(result.output)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    #expect(run.status == .complete)
    #expect(run.plan.timeLimit == 3)
    #expect(run.plan.repeats == 0)
    #expect(run.plan.blocks == run.blocks.count)
  }

  @Test func whoEndsItGetsWhatIsThere() async throws {
    let path = try await baseline()
    let process = try Running([
      "check", "--allow-debug", "--baseline", path, "--until-decided", "--budget", "10m", "--delta", "0.01%",
      "--out", out.path,
    ])
    try process.waitForErrorLine("block 2 of")
    process.send(SIGINT)
    #expect(process.waitForExit() == 130)
    let run = try RunDocument.read(path: #require(out.file(".json")))
    #expect(run.status == .interrupted)
    #expect(run.blocks.count >= 2)
    #expect(process.childrenLeft().isEmpty)
  }

  @Test(arguments: [
    [], ["--baseline", "a.json", "--against", "b"], ["--baseline", "a.json", "--budget", "1m"],
    ["--baseline", "a.json", "--", "memory"], ["--against", "b", "--testing", "kernel"],
    ["--baseline", "a.json", "--blocks", "0"],
  ])
  func whatDoesNotGoTogetherIsUsage(options: [String]) async throws {
    let result = try await Tool.run("assay", ["check", "--allow-debug"] + options)
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1, "\(result.errors)")
  }
}
