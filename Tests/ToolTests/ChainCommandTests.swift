import Foundation
import Platform
import TestSupport
import Testing

@testable import Experiment

/// `assay migration --chain` as a user runs it.
@Suite(
  .serialized,
  .enabled(
    if: Program.find("qemu-system-x86_64") != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct ChainCommandTests {
  /// Bounds that a busy machine keeps.
  private static let patient =
    "schema: assay.stages/1\nstages:\n  sync: {share: 1}\n  health-check: {seconds: 1m, beat-rate: 0.05}\n"

  private static func words(_ out: String, _ more: [String]) -> [String] {
    [
      "migration", "--allow-debug", "--duration", "200ms", "--seed", "7", "--quiet", "--blocks", "1",
      "--working-set", "1m", "--dirty-rate", "1000", "--disk", "1m", "--out", out,
    ] + more
  }

  @Test(
    .enabled(if: CurrentProcess.isRoot, "needs root"),
    .enabled(if: Program.find("tc") != nil, "iproute2 is not installed"))
  func aChainIsTimedAndJudged() async throws {
    let out = try TemporaryDirectory()
    let tree = try TemporaryTree(["s.yaml": Self.patient])
    let result = try await Tool.run(
      "assay",
      Self.words(
        out.path, ["--chain", "A,B,A", "--link", "tbf,rate=1gbit", "--stages", "\(tree.path)/s.yaml"]))
    #expect([0, 4].contains(result.code), "\(result.errors)\n\(result.output)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let stages = run.metrics.filter { $0.id == "migration.stage" }
    #expect(stages.count == 11)
    #expect(Set(stages.compactMap { $0.labels["hop"] }) == ["A-B", "B-A", "A-B (2)"])
    #expect(run.metrics.filter { $0.id == "migration.total" && $0.labels["hop"] != nil }.count == 3)
    #expect(run.metrics.filter { $0.id == "migration.sync_share" }.allSatisfy { $0.samples[0].value == 1 })
    #expect(run.metrics.first { $0.id == "migration.chain" }?.labels["route"] == "A,B,A")
    #expect(run.host.noted["migration.stages.sync"] == "share at least 100 %")
    #expect(result.output.contains("Live migration: the stages of the chain"))
    if result.code == 0 { #expect(result.output.contains("chain A,B,A, 1 chain: PASS")) }
    let page = try String(contentsOfFile: #require(out.file(".html")), encoding: .utf8)
    #expect(page.contains("the stages of the chain") && page.contains("switch-back"))
  }

  @Test(
    .enabled(if: CurrentProcess.isRoot, "needs root"),
    .enabled(if: Program.find("tc") != nil, "iproute2 is not installed"))
  func aThresholdThatIsBrokenIsExitCode2() async throws {
    let out = try TemporaryDirectory()
    let tree = try TemporaryTree([
      "s.yaml": "schema: assay.stages/1\nstages: {pre-check: {link-rate: 1000t}}\n"
    ])
    let result = try await Tool.run(
      "assay", Self.words(out.path, ["--chain", "A,B", "--stages", "\(tree.path)/s.yaml"]))
    // A block that was disturbed does not count.
    #expect([2, 4].contains(result.code), "\(result.errors)\n\(result.output)")
    if result.code == 2 { #expect(result.output.contains("chain A,B, 1 chain: FAIL: pre-check of A-B")) }
    #expect(result.output.contains("is below the"))
  }

  @Test(.enabled(if: !CurrentProcess.isRoot, "is for users without rights"))
  func withoutRightsNothingIsMeasurable() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, ["--chain", "A,B"]))
    #expect(result.code == 77)
    #expect((result.output + result.errors).contains("run it as root"))
  }

  @Test(arguments: [
    (["--chain", "A"], "has one member"), (["--chain", "A,A"], "follows itself"),
    (["--chain", "A,B", "--link", "relay,rate=1gbit"], "take none or tbf"),
    (["--chain", "A,B", "--slo", "blackout=1s"], "--slo"), (["--chain", "A,B", "--sweep"], "--sweep"),
    (["--chain", "A,B", "--dirty-rate", "5"], "name one"), ([], "are for --chain"),
    (["--chain", "A,B", "--stages", "/no/such/file"], "/no/such/file: cannot open it"),
    (["--chain", "A,B", "--disk", "100k"], "--disk"),
  ])
  func whatIsWrongIsUsage(words: [String], said: String) async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, words))
    #expect(result.code == 64, "\(result.errors)")
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func aThresholdsFileIsRefusedWithItsLine() async throws {
    let out = try TemporaryDirectory()
    let tree = try TemporaryTree(["s.yaml": "schema: assay.stages/1\nstages:\n  sync: {share: 2}\n"])
    let result = try await Tool.run(
      "assay", Self.words(out.path, ["--chain", "A,B", "--stages", "\(tree.path)/s.yaml"]))
    #expect(result.code == 64)
    #expect(result.errors.contains("s.yaml:3: 'share' of sync is '2'; expected a number from 0 to 1"))
    #expect(out.files.isEmpty)
  }
}
