import Foundation
import Testing

@testable import CompressionBenchmark
@testable import Experiment
@testable import Platform

/// `assay compression` with the kernel's zram, where a device can be had.
@Suite(
  .serialized,
  .enabled(
    if: geteuid() == 0 && Files.exists("/sys/class/zram-control"), "needs root and the zram module"))
struct CompressionZramTests {
  private static func words(_ out: String, _ more: [String]) -> [String] {
    ["compression", "--allow-debug", "--part", "zram", "--corpus", "memory", "--out", out] + more
  }

  /// Runs until no other Run has zram.
  private static func run(_ more: [String]) async throws -> Run {
    for _ in 0..<200 {
      let out = try TemporaryDirectory()
      let result = try await Tool.run("assay", words(out.path, more + ["--quiet"]))
      let run = try RunDocument.read(path: #require(out.file(".json"), "\(result.errors)"))
      if run.skipped.contains(where: { $0.reason.hasPrefix("another Run") }) {
        Clock.pause(0.1)
        continue
      }
      #expect([0, 4].contains(result.code), "\(result.errors)")
      return run
    }
    throw NotMeasurable("zram was in use all the time")
  }

  private static let small = ["--corpus-size", "256k", "--blocks", "1", "--duration", "1ms"]

  @Test func everyAlgorithmIsMeasuredAndTheDeviceIsGone() async throws {
    let before = try Files.names(in: "/sys/block").filter { $0.hasPrefix("zram") }.count
    let run = try await Self.run(Self.small)
    let codecs = Set(run.metrics.filter { $0.id == "compression.ratio" }.compactMap { $0.labels["codec"] })
    #expect(!codecs.isEmpty && codecs.allSatisfy { $0.hasPrefix("zram-") })
    #expect(run.metrics.contains { $0.id == "compression.latency" && $0.labels["quantile"] == "p50" })
    #expect(try Files.names(in: "/sys/block").filter { $0.hasPrefix("zram") }.count <= before)
  }

  /// A Run that has a zram device, and the device's number. One that finds it in use by another ends, and is followed
  /// by the next.
  private static func runningWithDevice(_ out: TemporaryDirectory) throws -> (Running, Int) {
    for _ in 0..<200 {
      let running = try Running(words(out.path, ["--duration", "30s", "--blocks", "3"]))
      while running.isRunning {
        let record = try? JSONDecoder().decode(
          ZramClaim.Record.self, from: Data(Files.bytes(ZramClaim.Place().record)))
        if let record, record.process == running.identifier, let number = record.number {
          return (running, number)
        }
        Clock.pause(0.01)
      }
    }
    throw NotMeasurable("zram was in use all the time")
  }

  /// A zram device is a real block device, too.
  @Test func aBlockDeviceIsACorpus() async throws {
    let claim = try Self.claim()
    defer { #expect(throws: Never.self) { try claim.release() } }
    let bytes = 256 << 10
    try claim.device.setUp(claim.algorithms[0], bytes: bytes)
    let text = GeneratedCorpus.text.bytes(bytes, seed: 5)
    let pages = try MemoryBuffer(byteCount: bytes, pages: .base)
    pages.write(text, at: 0)
    try DirectFile(claim.device.node, [.writes, .direct]).write(pages, byteCount: bytes, at: 0)
    let out = try TemporaryDirectory()
    let result = try await Tool.run(
      "assay",
      [
        "compression", "--allow-debug", "--device", claim.device.node, "--offset", "64k", "--length", "128k",
        "--codec", "zstd", "--level", "1", "--block", "4k", "--part", "codecs", "--blocks", "1", "--duration",
        "1ms",
        "--quiet", "--out", out.path,
      ])
    #expect([0, 4].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let batch = try BlockBatch(capacity: 128 << 10, mostBlocks: 32)
    for start in stride(from: 64 << 10, to: 192 << 10, by: 4_096) {
      batch.append(Array(text[start..<(start + 4_096)]))
    }
    _ = try batch.code(0..<32, .compress, with: Coder(.zstd, level: 1))
    let packed = (0..<32).reduce(0) { $0 + batch.packedBytes(of: $1) }
    let metric = try #require(run.metrics.first { $0.id == "compression.compressed_bytes" })
    #expect(metric.samples.first?.value == Double(packed))
    #expect(metric.labels["corpus"] == "device:\(claim.device.node)")
  }

  /// A device, as soon as no other Run has zram.
  private static func claim() throws -> ZramClaim {
    for _ in 0..<1_200 {
      do {
        return try ZramClaim()
      } catch let reason as ZramClaim.Unavailable {
        guard reason.description.hasPrefix("another Run") else { throw reason }
        Clock.pause(0.1)
      }
    }
    throw NotMeasurable("zram was in use all the time")
  }

  @Test func afterAKillTheNextRunPutsTheDeviceBack() async throws {
    let out = try TemporaryDirectory()
    let (running, number) = try Self.runningWithDevice(out)
    running.send(SIGKILL)
    #expect(running.waitForExit() == SIGKILL)
    #expect(running.childrenLeft().isEmpty)
    #expect(Files.exists("/sys/block/zram\(number)"))
    _ = try await Self.run(Self.small)
    let record = try? Files.text(ZramClaim.Place().record)
    #expect(record?.contains("\"process\":\(running.identifier),") != true, "it was put back")
  }

  @Test func aRunThatIsStoppedPutsItBackItself() async throws {
    let out = try TemporaryDirectory()
    let (running, _) = try Self.runningWithDevice(out)
    running.send(SIGTERM)
    #expect(running.waitForExit() == 130)
    #expect(running.childrenLeft().isEmpty)
    let record = try? Files.text(ZramClaim.Place().record)
    #expect(record?.contains("\"process\":\(running.identifier),") != true, "nothing is left to put back")
  }
}
