import Foundation
import Testing

@testable import Experiment

/// What `assay aio` says of devices that are slow or fail.
@Suite(
  .enabled(if: FaultyDevice.library != nil, "there is no C compiler, or the sources are elsewhere"),
  .timeLimit(.minutes(10)))
struct AIOFaultTests {
  /// Seconds of the slow device; and what one request at a time can do in the longest that a load of these tests
  /// takes, 20 of them: the rounds before its window, the window, and as much again.
  private static let slow = 0.02
  private static let slowly = "20000000"
  private static let afterTheFirstLoad = "24"

  @Test(
    "A request cannot be faster than the device, nor their rate higher than it allows",
    .enabled(if: FaultyDevice.hasDirectIO, "no direct I/O on temporary files"),
    arguments: [("libaio", 1), ("libaio", 4), ("sync", 1)])
  func delay(engine: String, depth: Int) async throws {
    let device = try FaultyDevice()
    let outcome = try await device.measure(
      ["DELAY_NS": "2000000"],
      ["--engine", engine, "--rw", "randrw", "--destroy-data", "--depth", "\(depth)"])
    #expect([0, 4].contains(outcome.result.code), "\(outcome.result.errors)")
    for direction in ["read", "write"] {
      let median = try #require(
        outcome.value("aio.latency", ["phase": "total", "direction": direction, "quantile": "p50"]))
      #expect(median >= 2e-3)
    }
    // Those in flight when the window begins end in it: no more than depth - 1, in no less than 0.1 s.
    let rate = try #require(outcome.value("aio.iops"))
    #expect(rate <= Double(500 * depth + (depth - 1) * 10))
  }

  /// Through the page cache, where nothing of this machine takes milliseconds.
  @Test func aSlowDeviceIsSlowerThanNone() async throws {
    let device = try FaultyDevice()
    let words = ["--buffered", "--engine", "libaio", "--depth", "4"]
    let fast = try await device.measure([:], words)
    let slow = try await device.measure(["DELAY_NS": Self.slowly], words)
    let total = ["phase": "total", "quantile": "p50"]
    let median = try #require(slow.value("aio.latency", total))
    #expect(median >= Self.slow)
    #expect(try #require(fast.value("aio.latency", total)) < median)
    #expect(try #require(fast.value("aio.iops")) > #require(slow.value("aio.iops")))
  }

  /// How requests fail, in which part, and what is said of them.
  struct Failing: Sendable, CustomTestStringConvertible {
    var faults: [String: String]
    var words: [String]
    var request: String
    var cause: String
    var testDescription: String { cause }
  }

  @Test(
    "A request that fails in a later load: said with its place, and what was measured before stands",
    .enabled(if: FaultyDevice.hasDirectIO, "no direct I/O on temporary files"),
    arguments: [
      Failing(
        faults: ["ERROR": "EIO"], words: ["--part", "depth"], request: "read of 4096 bytes",
        cause: "input/output error (EIO)"),
      Failing(
        faults: ["ERROR": "ENOSPC"], words: ["--part", "write", "--destroy-data"],
        request: "write of 4096 bytes", cause: "no space left on the device (ENOSPC)"),
      Failing(
        faults: ["SHORT": "512"], words: ["--part", "depth"], request: "read of 4096 bytes",
        cause: "only 512 were moved"),
    ])
  func failure(_ failing: Failing) async throws {
    let outcome = try await FaultyDevice().measure(
      failing.faults.merging(["DELAY_NS": Self.slowly, "AT": Self.afterTheFirstLoad]) { $1 }, failing.words)
    #expect(outcome.result.code == 1)
    let warning = try #require(outcome.run.warnings.first { $0.code == Run.sampleFailedCode })
    let said = try #require(
      try /depth (\d+) jobs 1: (.+) at byte (\d+): (.+)/.firstMatch(in: warning.message), "\(warning.message)"
    )
    #expect(said.2 == failing.request && said.4 == failing.cause)
    let offset = try #require(Int(said.3))
    #expect(offset.isMultiple(of: 4_096) && offset < FaultyDevice.fileBytes)
    #expect(outcome.result.output.contains("at byte \(offset)"))
    // The first load is whole; that of the failure, and those after it, are not there.
    #expect(outcome.depths.contains("1"))
    #expect(!outcome.depths.contains(String(said.1)))
    #expect(!outcome.depths.contains("128"))
  }

  @Test(
    "Verified writes up to a failure are judged, but no rate is told of a window that was cut",
    .enabled(if: FaultyDevice.hasDirectIO, "no direct I/O on temporary files"))
  func verifiedFailure() async throws {
    let device = try FaultyDevice()
    let outcome = try await device.measure(
      ["DELAY_NS": "2000000", "ERROR": "ENOSPC", "AT": "64"],
      ["--verify", "--rw", "randwrite", "--engine", "libaio", "--depth", "16", "--destroy-data"])
    #expect(outcome.result.code == 1)
    let warning = try #require(outcome.run.warnings.first { $0.code == Run.sampleFailedCode })
    #expect(warning.message.hasSuffix("no space left on the device (ENOSPC)"))
    #expect(try #require(outcome.value("aio.verified_blocks")) > 0)
    #expect(outcome.depths.isEmpty)
    #expect(!device.hasJournal)
  }
}
