import Foundation
import TestSupport
import Testing

@testable import Experiment

/// `assay migration --serve` and `--to` as users run them: one process holds the guest that another moves.
@Suite(
  .serialized, .timeLimit(.minutes(10)),
  .enabled(
    if: Program.find("qemu-system-x86_64") != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct MigrationPeerTests {
  private static func words(to: String, out: String, _ more: [String] = []) -> [String] {
    [
      "migration", "--to", to, "--allow-debug", "--blocks", "1", "--duration", "200ms", "--seed", "7",
      "--quiet",
      "--working-set", "1m", "--part", "migrate", "--dirty-rate", "1000", "--out", out,
    ] + more
  }

  @Test func aGuestMovesToTheNodeThatServesAndItsMemoryIsRightThere() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("migration")
    let result = try await Tool.run(
      "assay",
      Self.words(to: "localhost:\(server.port)", out: out.path, ["--from-name", "n1", "--to-name", "n2"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let labels = ["strategy": "precopy", "dirty": "1000", "link": "network", "from": "n1", "to": "n2"]
    for name in ["blackout", "guest_pause", "guest_pause_bound", "pause", "total", "transferred"] {
      let metric = run.metrics.first { $0.id == "migration.\(name)" && $0.labels == labels }
      #expect((metric?.samples.first?.value ?? 0) > 0, "\(name)")
    }
    #expect(run.metrics.first { $0.id == "migration.verified_pages" }?.samples.first?.value == 256)
    #expect(run.host.noted["migration.peer"]?.hasSuffix(":\(server.port)") == true)
    #expect(run.host.noted["migration.peer_qemu_version"] == run.host.noted["migration.qemu_version"])
  }

  @Test func nobodyThereIsOneLineAndNothingIsWritten() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("migration", ["--idle-limit", "1ms"])
    #expect(server.waitForExit() == 0)
    let result = try await Tool.run("assay", Self.words(to: "127.0.0.1:\(server.port)", out: out.path))
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1 && result.errors.contains("ECONNREFUSED"), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func anotherProtocolIsTold() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("link")
    let result = try await Tool.run("assay", Self.words(to: "127.0.0.1:\(server.port)", out: out.path))
    #expect(result.code == 1)
    #expect(
      result.errorLines.count == 1 && result.errors.contains("assay migration --serve"), "\(result.errors)")
  }

  @Test(
    "What cannot be meant is one line and exit code 64",
    arguments: [
      (["--serve", "--to", "n2"], "--serve answers, and --to measures"),
      (["--serve", "--guest", "linux"], "--guest is for one host, and --serve for two"),
      (["--to", "n2", "--link", "none"], "--link is for one host, and --to for two"),
      (["--to", "n2", "--sweep"], "--sweep is for one host"),
      (["--to", "n2", "--chain", "A,B,A"], "--chain"),
      (["--to", "n2:0"], "is no node"),
      (["--port", "1"], "--port is for --serve"),
      (["--from-name", "n1"], "--from-name is for --to"),
      (["--to", "qemu+ssh://n2/system"], "is no node"),
      (["--libvirt", "qemu:///system", "--to", "x"], "missing: --domain"),
    ])
  func refused(words: [String], says: String) async throws {
    let result = try await Tool.run("assay", ["migration", "--allow-debug"] + words)
    #expect(result.code == 64, "\(result.errors)")
    #expect(result.errorLines.count == 1 && result.errors.contains(says), "\(result.errors)")
  }
}
