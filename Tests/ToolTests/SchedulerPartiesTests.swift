import Foundation
import Testing

@testable import Experiment

/// What parties of the scheduler benchmark leave behind, seen from outside of the process that started them.
@Suite struct SchedulerPartiesTests {
  private static func arguments(_ part: String, duration: String, blocks: String, out: String) -> [String] {
    [
      "scheduler", "--allow-debug", "--part", part, "--duration", duration, "--blocks", blocks, "--seed", "7",
      "--out", out,
    ]
  }

  /// With room for the descriptors of one measurement and not of two, a leak in a process that takes several
  /// is an error.
  @Test(arguments: [("switch", 28), ("messaging", 40)])
  func everyDescriptorIsClosed(part: String, limit: Int) async throws {
    let directory = try TemporaryDirectory()
    let words = [Tool.path("assay")] + Self.arguments(part, duration: "1ms", blocks: "1", out: directory.path)
    let command = "ulimit -n \(limit); exec " + words.map { "'\($0)'" }.joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect([0, 4].contains(process.terminationStatus))
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.metrics.contains { $0.id == "scheduler.\(part)" && $0.labels["between"] == "processes" })
  }

  @Test(arguments: ["switch", "messaging"])
  func aKillLeavesNoParty(part: String) throws {
    let directory = try TemporaryDirectory()
    let process = try Running(
      Self.arguments(part, duration: "50ms", blocks: "1000", out: directory.path))
    try process.waitForErrorLine("block 2 of 1000")
    process.send(SIGKILL)
    #expect(process.waitForExit() == SIGKILL)
    #expect(process.childrenLeft().isEmpty)
  }
}
