import Foundation
import Testing

@testable import Experiment

/// `assay aio` as a user runs it.
@Suite struct AIOCommandTests {
  private static func words(_ out: String, _ more: [String]) -> [String] {
    ["aio", "--allow-debug", "--blocks", "1", "--duration", "200ms", "--seed", "7", "--quiet", "--out", out]
      + more
  }

  /// A file of 1 MiB of zeros in a directory of its own.
  private static func target(in directory: TemporaryDirectory, bytes: Int = 1 << 20) throws -> String {
    let path = "\(directory.path)/target"
    try Data(count: bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func aLoadIsMeasuredOnAFileThatIsOnlyRead() async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory)
    let before = try Data(contentsOf: URL(fileURLWithPath: target))
    let result = try await Tool.run(
      "assay-aio",
      Array(
        Self.words(directory.path, ["--file", target, "--buffered", "--depth", "4", "--engine", "libaio"])
          .dropFirst()))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    let iops = try #require(run.metrics.first { $0.id == "aio.iops" })
    #expect(iops.labels["depth"] == "4" && iops.labels["direct"] == "no")
    #expect(!iops.samples.isEmpty)
    #expect(run.metrics.contains { $0.id == "aio.latency" && $0.labels["phase"] == "total" })
    #expect(run.host.noted["storage.file_system"] != nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == before)
    #expect(directory.files.count == 3)
  }

  /// Blocks of any length through the page cache; a file with holes, whose reads move no data.
  @Test func anOddBlockIsMeasuredAndASparseFileIsTold() async throws {
    let directory = try TemporaryDirectory()
    let target = "\(directory.path)/target"
    try Data().write(to: URL(fileURLWithPath: target))
    #expect(truncate(target, 1 << 20) == 0)
    let result = try await Tool.run(
      "assay",
      Self.words(directory.path, ["--file", target, "--buffered", "--block", "513", "--engine", "sync"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.metrics.contains { $0.id == "aio.iops" && $0.labels["block"] == "513" })
    #expect(run.warnings.contains { $0.code == "aio.unwritten" })
    #expect(run.host.noted["storage.unwritten"]?.hasSuffix("100 %") == true)
    #expect(run.host.noted["storage.preconditioning"] == "none: nothing is written")
  }

  // MARK: Preconditioning

  /// The same random write, on a file that was never written.
  private static func writing(_ target: String, _ out: String, _ more: [String]) -> [String] {
    [
      "aio", "--allow-debug", "--blocks", "1", "--duration", "200ms", "--seed", "7", "--out", out, "--file",
      target, "--destroy-data", "--buffered", "--rw", "randwrite", "--engine", "sync",
    ] + more
  }

  @Test func aFileIsWrittenOnceBeforeWritesAreMeasured() async throws {
    let directory = try TemporaryDirectory()
    let target = "\(directory.path)/target"
    try Data().write(to: URL(fileURLWithPath: target))
    #expect(truncate(target, 5 << 20) == 0)
    let result = try await Tool.run("assay", Self.writing(target, directory.path, []))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    #expect(
      result.errorLines.first
        == "writing 5 MiB of \(target) once, before writes are measured (--size takes less, --no-precondition leaves it out)"
    )
    #expect(result.errors.contains("written 100 %, 0 s left\n"))
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(
      run.host.noted["storage.preconditioning"] == "whole range written once, sequentially, random data")
    #expect(!run.warnings.contains { $0.code == "aio.unwritten" || $0.code == "aio.not_preconditioned" })
    #expect(try !Data(contentsOf: URL(fileURLWithPath: target)).contains(Data(count: 64)))
  }

  @Test func withoutItTheRunWarns() async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory)
    let result = try await Tool.run(
      "assay", Self.writing(target, directory.path, ["--no-precondition"]))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    #expect(!result.errors.contains("writing"))
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.host.noted["storage.preconditioning"] == "none: --no-precondition")
    #expect(run.warnings.contains { $0.code == "aio.not_preconditioned" })
  }

  /// So large that it is still being written when the signal comes.
  @Test func anEndWhileTheFileIsWrittenIsInOrder() async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory, bytes: 1 << 20)
    #expect(truncate(target, 16 << 30) == 0)
    let process = try Running(Self.writing(target, directory.path, []))
    try process.waitForErrorLine("writing 16 GiB")
    process.send(SIGINT)
    #expect(process.waitForExit() == 130)
    #expect(directory.files == ["target"])
  }

  @Test func withoutAFileItLeavesNothingBehind() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay",
      Self.words(
        directory.path,
        ["--buffered", "--size", "16m", "--rw", "randrw", "--depth", "2", "--engine", "sync", "--depth", "1"])
    )
    #expect([0, 4].contains(result.code), "\(result.errors)")
    #expect(directory.files.allSatisfy { $0.hasSuffix(".json") || $0.hasSuffix(".html") })
  }

  @Test(
    "What cannot be done is one line and exit code 64, and nothing is written",
    arguments: [
      (["--rw", "randwrite"], "--destroy-data"), (["--block", "1000"], "512"),
      (["--depth", "0"], "--depth 0"),
      (["--verify"], "--destroy-data"), (["--engine", "sync", "--depth", "2"], "one request at a time"),
      (["--p99", "1h"], "'1h' is not a time"), (["--mix", "101", "--rw", "randread"], "--mix 101"),
      (["--size", "1t"], "has only"),
      (["--i-know-this-erases", "/dev/other"], "--i-know-this-erases /dev/other"),
      (["--verify-only"], "assay-journal is missing"),
      (["--engine", "spdk"], "none of: libaio, io_uring, sync"),
    ])
  func refusals(more: [String], says: String) async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory)
    let result = try await Tool.run("assay", Self.words(directory.path, ["--file", target] + more))
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(directory.files == ["target"])
  }

  @Test(
    "Targets that are none",
    arguments: [
      ("/nonexistent/file", "no such file"), ("/dev/nonexistent", "no such device"), ("/proc", "a directory"),
      ("/dev/null", "a character device"),
    ])
  func noTargets(path: String, says: String) async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(directory.path, ["--file", path]))
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(says), "\(result.errors)")
  }

  // MARK: Verify

  private static func verifying(_ target: String, _ out: String, duration: String, _ more: [String] = [])
    -> [String]
  {
    [
      "aio", "--allow-debug", "--blocks", "1", "--duration", duration, "--file", target, "--destroy-data",
      "--verify",
      "--buffered", "--out", out,
    ] + more
  }

  @Test func whatWasWrittenIsReadBackAndTheJournalGoesWithASuccess() async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory)
    let result = try await Tool.run("assay", Self.verifying(target, directory.path, duration: "50ms"))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    let verified = try #require(run.metrics.first { $0.id == "aio.verified_blocks" })
    #expect(try #require(verified.samples.first).value > 0)
    #expect(!directory.files.contains("target.assay-journal"))
  }

  /// Writes until killed, then asks: the journal and the data must agree; then both kinds of damage must be seen.
  @Test func afterAKillTheAnswerIsTrue() async throws {
    let directory = try TemporaryDirectory()
    let target = try Self.target(in: directory)
    let process = try Running(Self.verifying(target, directory.path, duration: "60"))
    let journal = "\(target).assay-journal"
    try Self.waitForAcknowledgedWrites(journal)
    process.send(SIGKILL)
    #expect(process.waitForExit() == SIGKILL)
    #expect(process.childrenLeft().isEmpty)

    func judge() async throws -> Tool.Result {
      try await Tool.run("assay", "aio", "--allow-debug", "--verify-only", "--file", target)
    }
    let intact = try await judge()
    #expect(intact.code == 0, "\(intact.output)\(intact.errors)")
    #expect(intact.output.contains("every acknowledged write is there"))

    var bytes = try Data(contentsOf: URL(fileURLWithPath: target))
    // A write in flight when the process was killed was promised to nobody: damage is looked for in another one.
    let records = try Data(contentsOf: URL(fileURLWithPath: journal)).withUnsafeBytes {
      unsafe Array($0.bindMemory(to: UInt32.self))
    }
    let acknowledged = records[1_024..<1_280]
    let issued = records[2_048..<2_304]
    let block = try #require(
      (0..<256).first { acknowledged[1_024 + $0] > 0 && acknowledged[1_024 + $0] == issued[2_048 + $0] })
    let written = block * 4_096
    bytes[written + 2_000] ^= 1
    try bytes.write(to: URL(fileURLWithPath: target))
    let flipped = try await judge()
    #expect(flipped.code == 2)
    #expect(flipped.output.contains("1 of 256 blocks are not what was acknowledged"), "\(flipped.output)")

    bytes[written + 2_000] ^= 1
    // The second half is that of a block that was never written: the write was cut.
    bytes.replaceSubrange((written + 2_048)..<(written + 4_096), with: Data(count: 2_048))
    try bytes.write(to: URL(fileURLWithPath: target))
    let torn = try await judge()
    #expect(torn.code == 2)
    #expect(torn.output.contains("byte \(written)"), "\(torn.output)")
  }

  /// The second page on holds the last acknowledged generations: waits until some are there.
  private static func waitForAcknowledgedWrites(_ journal: String) throws {
    let deadline = Date.now.addingTimeInterval(60)
    while Date.now < deadline {
      if let data = try? Data(contentsOf: URL(fileURLWithPath: journal)), data.count > 8_192,
        data[4_096..<5_120].contains(where: { $0 != 0 })
      {
        return
      }
      sched_yield()
    }
    throw Running.NeverSaid(line: "an acknowledged write in \(journal)")
  }
}
