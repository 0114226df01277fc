import Foundation
import TestSupport
import Testing

@testable import Experiment

/// `assay migration` as a user runs it.
@Suite(
  .serialized,
  .enabled(
    if: Program.find("qemu-system-x86_64") != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct MigrationCommandTests {
  private static func words(_ out: String, _ more: [String]) -> [String] {
    [
      "migration", "--allow-debug", "--duration", "200ms", "--seed", "7", "--quiet",
      "--working-set", "1m", "--out", out,
    ] + (more.contains("--blocks") ? [] : ["--blocks", "1"]) + more
  }

  @Test func aMigrationIsMeasuredAndVerified() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay",
      Self.words(out.path, ["--part", "migrate", "--dirty-rate", "1000", "--link", "relay,rate=256mbit"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let labels = ["strategy": "precopy", "dirty": "1000", "link": "relay,rate=256mbit"]
    for name in [
      "blackout", "guest_pause", "pause", "reported_pause", "total", "transferred", "forecast_pause",
    ] {
      let metric = run.metrics.first { $0.id == "migration.\(name)" && $0.labels == labels }
      #expect((metric?.samples.first?.value ?? 0) > 0, "\(name)")
    }
    // The working set went over, once at least, and not all of the guest's memory in full.
    let sent = run.metrics.first { $0.id == "migration.transferred" }?.samples.first?.value ?? 0
    #expect((1 << 19..<1 << 26).contains(Int(sent)), "\(sent)")
    #expect(run.metrics.first { $0.id == "migration.verified_pages" }?.samples.first?.value == 256)
    // A block that does not count has no timeline.
    if run.blocks.contains(where: { $0.verdict != .invalid }) {
      #expect(run.metrics.first { $0.id == "migration.remaining" }?.series?.values.isEmpty == false)
    }
    #expect(run.warnings.contains { $0.message.contains("method and relative comparison only") })
    #expect(run.host.noted["migration.qemu"] != nil)
  }

  @Test func aServiceLevelHasItsVerdictAndExitCode() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay", Self.words(out.path, ["--part", "migrate", "--dirty-rate", "0", "--slo", "blackout=1us"]))
    // One sample is not enough to say, and a block that does not count has none.
    #expect([3, 4].contains(result.code), "\(result.errors)")
    #expect(result.output.contains("INCONCLUSIVE"))
  }

  @Test func aSweepSaysWhatToTake() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay",
      Self.words(
        out.path,
        [
          "--sweep", "--budget", "1", "--strategy", "precopy", "--downtime-limit", "300ms", "--dirty-rate",
          "1000", "--link", "relay,rate=256mbit",
        ]))
    let run = try RunDocument.read(path: #require(out.file(".json")))
    #expect(result.output.contains("1000 pages/s, link relay,rate=256mbit: "))
    if run.blocks.contains(where: { $0.verdict != .invalid }) {
      // Some count; 4 where those are fewer than a Run needs.
      #expect([0, 4].contains(result.code), "\(result.errors)")
      #expect(result.output.contains("take candidate 1:"))
      #expect(result.output.contains("migrate-set-parameters") && result.output.contains("virsh "))
    } else {
      #expect(result.code == 4)
      #expect(result.output.contains("no migration of it counts"))
    }
  }

  @Test(arguments: [
    (["--link", "relay,rate=fast"], "no rate"), (["--slo", "pause=1s"], "is no figure"),
    (["--dirty-rate", "-1"], "--dirty-rate"), (["--strategy", "magic"], "none of"),
    (["--entropy", "2"], "--entropy"), (["--budget", "3"], "--sweep"),
    (["--dirty-rate", "999999999"], "choose"), (["--libvirt", "qemu:///session"], "missing"),
    (["--heartbeat", "agent"], "--libvirt"),
  ])
  func whatIsWrongIsUsage(words: [String], said: String) async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, words))
    #expect(result.code == 64)
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func withoutQEMUNothingIsMeasurable() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, ["--qemu", "/no/such/qemu"]))
    #expect(result.code == 77)
    #expect(result.errors.contains("/no/such/qemu does not exist"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anEndThatIsAskedForLeavesNothing(signal: Int32) async throws {
    let directory = try TemporaryDirectory()
    let out = try TemporaryDirectory()
    let process = try Running(
      Self.words(out.path, ["--blocks", "500"]).filter { $0 != "--quiet" },
      environment: ["TMPDIR": directory.path])
    try process.waitForErrorLine("block 2 of 500")
    process.send(signal)
    #expect(process.waitForExit() == 130)
    #expect(directory.files.isEmpty)
    #expect(process.childrenLeft().isEmpty)
  }
}
