import Foundation
import Testing

@testable import Experiment
@testable import Platform

/// `assay link` as users run it: one process answers, another measures.
@Suite(.timeLimit(.minutes(10))) struct LinkCommandTests {
  private static func words(to: String, out: String, _ more: [String] = []) -> [String] {
    [
      "link", "--to", to, "--allow-debug", "--blocks", "1", "--duration", "5ms", "--seed", "7", "--quiet",
      "--out", out,
    ] + more
  }

  @Test func theWayToAnotherNodeIsMeasured() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("link")
    #expect(UInt16(server.port) != nil)
    let result = try await Tool.run(
      "assay", Self.words(to: "localhost:\(server.port)", out: out.path, ["--from-name", "n1"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let bandwidth = run.metrics.filter { $0.id == "link.bandwidth" }
    #expect(bandwidth.contains { $0.labels == ["from": "n1", "to": "localhost", "streams": "1"] })
    #expect(bandwidth.allSatisfy { $0.role == .primary && $0.unit == "B/s" && !$0.samples.isEmpty })
    let median = try #require(run.metrics.first { $0.id == "link.latency" && $0.labels["quantile"] == "p50" })
    #expect(median.labels["from"] == "n1" && median.labels["to"] == "localhost")
    // Of a disturbed block nothing is kept but its sample.
    #expect((median.histogram != nil) == median.samples.contains(where: \.valid))
    #expect(run.metrics.contains { $0.id == "link.connect" })
    #expect(run.metrics.flatMap(\.samples).allSatisfy { $0.value > 0 })
    #expect(run.host.noted["link.peer"]?.hasSuffix(":\(server.port)") == true)
    #expect(run.warnings.isEmpty, "\(run.warnings)")
    #expect(out.files.count == 2)
  }

  @Test func namesOfNodesDefaultToTheHostsAndPartsAreChosen() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("link")
    let result = try await Tool.run(
      "assay",
      Self.words(
        to: "127.0.0.1:\(server.port)", out: out.path,
        ["--part", "bandwidth", "--streams", "1", "--to-name", "node two"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    #expect(
      run.metrics.map(\.labels) == [
        ["from": try #require(run.host.noted["host"]), "to": "node two", "streams": "1"]
      ])
  }

  /// What the nodes of a fleet are told must be what this tool understands.
  @Test(arguments: ["link", "migration"]) func theFleetsOwnWordsAreUnderstood(command: String) async throws {
    let out = try TemporaryDirectory()
    #expect(try await Tool.run("assay", "fleet", "playbook", "--out", out.path).code == 0)
    let defaults = try Files.text("\(out.path)/roles/assay/defaults/main.yml")
    let name = "assay_serve_idle_limit: "
    let line = try #require(defaults.split(separator: "\n").first { $0.hasPrefix(name) })
    let words = ["--idle-limit", String(line.dropFirst(name.count)), "--to", "n2"]
    // Both are wrong together, which is said once all words were understood.
    let result = try await Tool.run("assay", [command, "--serve", "--allow-debug"] + words)
    #expect(
      result.code == 64 && result.errors.contains("--serve answers, and --to measures"), "\(result.errors)")
  }

  @Test func aServerEndsByItself() throws {
    let server = try ServedPeer("link", ["--idle-limit", "200ms"])
    #expect(UInt16(server.port) != nil)
    #expect(server.waitForExit() == 0)
  }

  @Test func nobodyThereIsOneLineAndNothingIsWritten() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("link", ["--idle-limit", "1ms"])
    #expect(server.waitForExit() == 0)
    let result = try await Tool.run("assay", Self.words(to: "127.0.0.1:\(server.port)", out: out.path))
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("nobody answers at 127.0.0.1:\(server.port)"), "\(result.errors)")
    #expect(result.errors.contains("start 'assay link --serve' on that node"))
    #expect(out.files.isEmpty)
  }

  @Test func anotherProtocolIsTold() async throws {
    let out = try TemporaryDirectory()
    let listener = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    try Thread.startDetached {
      // What the tool thinks of it is what is tested.
      let connection = try? listener.accept(until: .after(.seconds(60)))
      try? connection?.sendAll(Array("220 mail.example ESMTP\r\n".utf8))
    }
    let result = try await Tool.run(
      "assay", Self.words(to: "127.0.0.1:\(listener.address.port)", out: out.path))
    #expect(result.code == 1 && result.errorLines.count == 1, "\(result.errors)")
    #expect(
      result.errors.contains("is no link server of assay: it says '220 mail.example"), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func aServerThatIsKilledInMidMeasurementFailsTheSampleWithTheReason() async throws {
    let out = try TemporaryDirectory()
    let server = try ServedPeer("link")
    let process = try Running(
      [
        "link", "--to", "127.0.0.1:\(server.port)", "--allow-debug", "--blocks", "1000", "--duration",
        "300ms",
        "--part", "bandwidth", "--streams", "1", "--seed", "7", "--out", out.path,
      ])
    try process.waitForErrorLine("block 1 of 1000")
    server.kill()
    try process.waitForErrorLine("assay: ")
    #expect(process.waitForExit() == 1)
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let failed = run.warnings.filter { $0.code == Run.sampleFailedCode }
    #expect(failed.count == 1, "\(run.warnings)")
    let words = ["was lost in mid-measurement", "nobody answers at"]
    #expect(failed.allSatisfy { warning in words.contains { warning.message.contains($0) } }, "\(failed)")
  }

  @Test(
    "What cannot be meant is one line and exit code 64",
    arguments: [
      ([], "take --serve to answer, or --to HOST to measure"),
      (["--serve", "--to", "n2"], "--serve answers, and --to measures"),
      (["--serve", "--streams", "1"], "--streams is for --to"),
      (["--serve", "--from-name", "n1"], "--from-name is for --to"),
      (["--serve", "--port", "65536"], "'65536' is invalid"),
      (["--serve", "--idle-limit", "never"], "'never' is not a time"),
      (["--to", "n2", "--port", "1"], "--port is for --serve"),
      (["--to", "n2", "--idle-limit", "1s"], "--idle-limit is for --serve"),
      (["--to", ""], "is no node"), (["--to", "n2:0"], "is no node"), (["--to", "n2:65536"], "is no node"),
      (["--to", "n2:+1"], "is no node"), (["--to", "[::1"], "is no node"),
      (["--to", "[::1]9"], "is no node"),
      (["--to", "n2", "--to-name", ""], "is no name of a node"),
      (["--to", "n2", "--part", "speed"], "none of: bandwidth, latency, connect"),
      (["--to", "127.0.0.1:1", "--streams", "100000"], "--streams 100000: take 1 to"),
      (["--to", "127.0.0.1:1", "--cpus", "100000"], "CPU 100000 does not exist"),
    ])
  func refusals(more: [String], says: String) async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", ["link", "--allow-debug", "--out", out.path] + more)
    #expect(result.code == 64, "\(result.code): \(result.errors)")
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func anAddressOfSomebodyElseCannotBeListenedAt() async throws {
    // Of the documentation's addresses (RFC 5737): nobody's.
    let result = try await Tool.run(
      "assay", "link", "--serve", "--allow-debug", "--listen", "192.0.2.1", "--port", "0")
    #expect(result.code == 1 && result.errorLines.count == 1, "\(result.errors)")
    #expect(
      result.errors.contains("cannot listen at 192.0.2.1:0: no address of this network"), "\(result.errors)")
    #expect(result.output.isEmpty)
  }
}
