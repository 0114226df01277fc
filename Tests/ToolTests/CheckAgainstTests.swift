import Foundation
import Testing

@testable import Experiment

/// `assay check --against` as a user runs it: two executables in turns.
@Suite struct CheckAgainstTests {
  private func check(_ tool: String, _ more: [String], out: String, command: [String]? = nil) async throws
    -> Tool.Result
  {
    let measured =
      command ?? [
        "memory", "--part", "bandwidth", "--kernel", "triad", "--kernel", "copy", "--store", "ordinary",
        "--threads",
        "1", "--array-size", "1m", "--duration", "1ms",
      ]
    return try await Tool.run(
      "assay", ["check", "--allow-debug", "--against", tool, "--out", out] + more + ["--"] + measured)
  }

  /// A program that speaks the protocol by asking the real tool, and reports one kernel's bandwidth `factor` times as
  /// high as it was: what this tool loses against it is known.
  private func faster(_ kernel: String, by factor: Int, in directory: TemporaryDirectory) throws -> String {
    let path = "\(directory.path)/faster"
    let script = """
      #!/usr/bin/python3
      import json, subprocess, sys
      answer = subprocess.run(["\(Tool.path("assay"))"] + sys.argv[1:], capture_output=True, text=True)
      sys.stderr.write(answer.stderr)
      if answer.returncode == 0:
          report = json.loads(answer.stdout)
          for measurement in report.get("measurements", []):
              if measurement["labels"].get("kernel") == "\(kernel)":
                  measurement["value"] *= \(factor)
          print(json.dumps(report))
      sys.exit(answer.returncode)
      """
    return try executable(script, path)
  }

  private func executable(_ script: String, _ path: String) throws -> String {
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func runs(in directory: TemporaryDirectory) throws -> (base: Run, candidate: Run) {
    let documents = directory.files.filter { $0.hasSuffix(".json") }
    let base = try #require(documents.first { $0.hasSuffix("-base.json") })
    let candidate = try #require(documents.first { !$0.hasSuffix("-base.json") })
    return (
      try RunDocument.read(path: "\(directory.path)/\(base)"),
      try RunDocument.read(path: "\(directory.path)/\(candidate)")
    )
  }

  @Test func theSameToolInTurnsLeavesTwoRunsThatNameEachOther() async throws {
    let out = try TemporaryDirectory()
    let result = try await check(Tool.path("assay"), ["--blocks", "3", "--json"], out: out.path)
    #expect(CheckCommandTests.verdicts.contains(result.code), "\(result.errors)")
    let (base, candidate) = try runs(in: out)
    #expect(base.plan.interleaved?.with == candidate.id)
    #expect(candidate.plan.interleaved?.with == base.id)
    #expect(base.plan.order == candidate.plan.order)
    #expect(base.blocks.map(\.block) == candidate.blocks.map(\.block))
    #expect(base.metrics.map(\.key) == candidate.metrics.map(\.key))
    #expect(Set(base.blocks.map(\.block)) == [0, 1, 2])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(document["design"] as? String == "interleaved")
    if Python.hasJSONSchema {
      for name in out.files where name.hasSuffix(".json") {
        #expect(try await Python.validate("\(out.path)/\(name)").code == 0)
      }
    }
  }

  /// A hundred times as fast is beyond any noise; only blocks that do not count can hide it.
  @Test func whatTheOtherToolDoesBetterIsWorse() async throws {
    let directory = try TemporaryDirectory()
    let out = try TemporaryDirectory()
    let result = try await check(
      try faster("triad", by: 100, in: directory),
      ["--blocks", "12", "--json", "--metric", "memory.bandwidth*"],
      out: out.path)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
    let metrics = try #require(document["metrics"] as? [[String: Any]])
    let triad = try #require(
      metrics.first {
        $0["id"] as? String == "memory.bandwidth" && ($0["labels"] as? [String: String])?["kernel"] == "triad"
      })
    let verdict = try #require(triad["verdict"] as? String)
    let counted = try runs(in: out).candidate.validBlocks
    #expect(verdict == "worse" || counted < 10, "\(verdict) with \(counted) blocks")
    if verdict == "worse" { #expect(result.code == 2) }
  }

  @Test func withoutBlocksAsManyAreTakenAsCanShowSomething() async throws {
    let out = try TemporaryDirectory()
    let result = try await check(
      Tool.path("assay"), ["--quiet"], out: out.path,
      command: ["memory", "--part", "latency", "--working-set", "16k", "--duration", "1ms"])
    #expect(CheckCommandTests.verdicts.contains(result.code), "\(result.errors)")
    let (base, candidate) = try runs(in: out)
    #expect(Set(candidate.blocks.map(\.block)).count >= 6)
    #expect(base.plan.blocks == candidate.plan.blocks)
  }

  @Test func itGoesOnUntilTheBudgetIsSpent() async throws {
    let out = try TemporaryDirectory()
    let result = try await check(Tool.path("assay"), ["--until-decided", "--budget", "3s"], out: out.path)
    #expect(CheckCommandTests.verdicts.contains(result.code), "\(result.errors)")
    #expect(result.errors.contains("look 1 after "), "\(result.errors)")
    #expect(!result.output.contains("is running"), "\(result.output)")
    let (base, candidate) = try runs(in: out)
    #expect(base.status == .complete && candidate.status == .complete)
  }

  @Test func whoEndsItFindsBothRuns() async throws {
    let out = try TemporaryDirectory()
    let process = try Running([
      "check", "--allow-debug", "--against", Tool.path("assay"), "--until-decided", "--delta", "0.01%",
      "--out", out.path,
      "--", "memory", "--part", "latency", "--working-set", "16k", "--duration", "1ms",
    ])
    try process.waitForErrorLine("block 2 of")
    process.send(SIGTERM)
    #expect(process.waitForExit() == 130)
    let (base, candidate) = try runs(in: out)
    #expect(base.status == .interrupted && candidate.status == .interrupted)
    #expect(base.blocks.count == candidate.blocks.count)
    #expect(process.childrenLeft().isEmpty)
  }

  // MARK: Tools that will not do

  @Test(arguments: [
    ("exit 1", "does not say which measuring protocol it speaks"),
    ("echo hello", "not of the measuring protocol"),
    (
      "echo '{\"version\":99,\"benchmarks\":[],\"tool\":{\"name\":\"assay\",\"version\":\"9\",\"build\":\"debug\","
        + "\"arguments\":[]}}'",
      "it speaks version 99 of the measuring protocol"
    ),
    (
      "echo '{\"version\":1,\"benchmarks\":[\"aio\"],\"tool\":{\"name\":\"assay\",\"version\":\"9\",\"build\":\"debug\","
        + "\"arguments\":[]}}'",
      "it cannot measure memory"
    ),
  ])
  func anotherProgramIsOneLine(script: String, message: String) async throws {
    let directory = try TemporaryDirectory()
    let tool = try executable("#!/bin/sh\n\(script)\n", "\(directory.path)/tool")
    let out = try TemporaryDirectory()
    let result = try await check(tool, ["--blocks", "1"], out: out.path)
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func aToolThatIsNotThereIsNamed() async throws {
    let result = try await check("/none/assay", [], out: "/none")
    #expect(result.code == 1)
    #expect(result.errors.contains("/none/assay"), "\(result.errors)")
  }

  @Test func aFileThatCannotBeStartedIsNamed() async throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/plain"
    try "text".write(toFile: path, atomically: true, encoding: .utf8)
    let result = try await check(path, [], out: directory.path)
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("cannot be started"), "\(result.errors)")
  }

  /// Two versions are what is compared, a debug build against a release one is a slip.
  @Test func anotherVersionMayDifferAnotherBuildMayNot() async throws {
    for (version, build, code) in [("9.9.9", "debug", CheckCommandTests.verdicts), ("9.9.9", "release", [5])]
    {
      let directory = try TemporaryDirectory()
      let out = try TemporaryDirectory()
      let introduction =
        "{\"version\":1,\"benchmarks\":[\"memory\"],\"tool\":{\"name\":\"assay\",\"version\":\"\(version)\","
        + "\"build\":\"\(build)\",\"arguments\":[]}}"
      let script = """
        #!/bin/sh
        if [ "$1" = --measuring-protocol ]; then echo '\(introduction)'; else exec '\(Tool.path("assay"))' "$@"; fi
        """
      let tool = try executable(script, "\(directory.path)/tool")
      let result = try await check(tool, ["--blocks", "1"], out: out.path)
      #expect(code.contains(result.code), "\(result.output)\(result.errors)")
      #expect(out.files.isEmpty == (result.code == 5))
    }
  }

  @Test(arguments: [["report", "x.json"], ["frobnicate"], ["migration", "--sweep"]])
  func aCommandThatCannotBeMeasuredIsUsage(command: [String]) async throws {
    let result = try await check(Tool.path("assay"), [], out: "/none", command: command)
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1, "\(result.errors)")
  }
}
