import Foundation
import Testing

@testable import Experiment

/// `assay run` as a user runs it.
@Suite struct RunCommandTests {
  private static func words(_ out: String) -> [String] {
    ["run", "--allow-debug", "--only", "aio", "--blocks", "1", "--duration", "1ms", "--quiet", "--out", out]
  }

  /// On a file system in memory storage cannot be measured: a reason and no failure of the rest.
  @Test func storageIsMeasuredWhereTheResultsGoOrLeftOutWithAReason() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(directory.path))
    #expect([0, 4, 77].contains(result.code), "\(result.errors)")
    let run = try RunDocument.read(path: #require(directory.file(".json")))
    #expect(run.status == .complete)
    #expect(run.metrics.allSatisfy { $0.id.hasPrefix("aio.") })
    #expect(run.metrics.isEmpty == run.skipped.contains { $0.part == "aio" })
    #expect(run.metrics.isEmpty == (result.code == 77))
    #expect(run.metrics.isEmpty == (run.host.noted["storage.preconditioning"] == nil))
    #expect(directory.files.count == 2, "\(directory.files)")
  }

  private static let isInMemory = FileManager.default.isWritableFile(atPath: "/dev/shm")

  @Test(.enabled(if: isInMemory, "there is no /dev/shm"))
  func withoutDirectIOItIsLeftOut() async throws {
    let out = "/dev/shm/assay-run-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: out) }
    let result = try await Tool.run("assay", Self.words(out))
    #expect(result.code == 77)
    let names = try FileManager.default.contentsOfDirectory(atPath: out)
    let run = try RunDocument.read(path: "\(out)/\(#require(names.first { $0.hasSuffix(".json") }))")
    #expect(
      run.skipped.map(\.reason) == [
        "/dev/shm: tmpfs has no direct I/O (O_DIRECT); take --buffered, or a file on a disk (options of assay aio)"
      ])
  }

  @Test func cpusThatAreNotThereAreARefusalAndNoSkip() async throws {
    let directory = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(directory.path) + ["--cpus", "100000"])
    #expect(result.code == 64)
    #expect(result.errors.contains("--cpus 100000"), "\(result.errors)")
    #expect(directory.files.isEmpty)
  }
}
