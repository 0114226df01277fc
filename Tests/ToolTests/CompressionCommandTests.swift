import Foundation
import Testing

@testable import Experiment

/// `assay compression` as a user runs it.
@Suite struct CompressionCommandTests {
  private static func words(_ out: String, _ more: [String]) -> [String] {
    [
      "compression", "--allow-debug", "--blocks", "1", "--duration", "1ms", "--seed", "7", "--quiet", "--out",
      out,
    ]
      + more
  }

  private static func run(_ more: [String], out: TemporaryDirectory) async throws -> Run {
    let result = try await Tool.run("assay", words(out.path, more))
    #expect([0, 4].contains(result.code), "\(result.errors)")
    return try RunDocument.read(path: #require(out.file(".json")))
  }

  private static let small = ["--codec", "lz4", "--level", "1", "--block", "4k"]

  @Test func madeUpDataIsMeasured() async throws {
    let out = try TemporaryDirectory()
    let run = try await Self.run(
      ["--corpus", "text", "--corpus-size", "64k", "--codec", "zstd", "--level", "-5", "--block", "16k"],
      out: out)
    let ratio = try #require(run.metrics.first { $0.id == "compression.ratio" })
    #expect(
      ratio.labels == ["codec": "zstd", "level": "-5", "block": "16k", "corpus": "text", "dictionary": "no"])
    #expect(run.metrics.contains { $0.id == "compression.latency" && $0.labels["quantile"] == "p50" })
    #expect(run.host.noted["compression.zstd"] != nil && run.host.noted["compression.lz4"] != nil)
    #expect(out.files.count == 2)
  }

  @Test func aDirectoryTellsWhatWasPassedBy() async throws {
    let out = try TemporaryDirectory()
    let data = try TemporaryDirectory()
    try Data(repeating: 65, count: 10_000).write(to: URL(fileURLWithPath: "\(data.path)/a"))
    try FileManager.default.createSymbolicLink(atPath: "\(data.path)/loop", withDestinationPath: data.path)
    let socketPath = "\(data.path)/s"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    try #require(socketPath.utf8.count < 108)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: socketPath.utf8) }
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    let run = try await Self.run(["--file", data.path] + Self.small, out: out)
    let warning = try #require(run.warnings.first { $0.code == "compression.files_skipped" })
    #expect(warning.message.hasSuffix("1 files were taken, passed by: 1 link, 1 socket"))
    let bytes = try #require(run.metrics.first { $0.id == "compression.corpus_bytes" })
    #expect(bytes.samples.first?.value == 10_000)
  }

  private static let mayReadOthers =
    geteuid() == 0
    || (try? String(contentsOfFile: "/proc/sys/kernel/yama/ptrace_scope", encoding: .utf8)) == "0\n"

  @Test(.enabled(if: mayReadOthers, "needs root, or kernel.yama.ptrace_scope 0"))
  func aProcessIsSampled() async throws {
    let out = try TemporaryDirectory()
    let run = try await Self.run(["--process", "\(getpid())", "--limit", "1m"] + Self.small, out: out)
    let bytes = try #require(run.metrics.first { $0.id == "compression.corpus_bytes" })
    #expect(bytes.labels["corpus"]?.hasPrefix("process:") == true)
    #expect(try (1...Double(1 << 20)).contains(#require(bytes.samples.first).value))
  }

  @Test func onlyAPartIsTakenAndTold() async throws {
    let out = try TemporaryDirectory()
    let file = "\(out.path)/data"
    try Data(repeating: 1, count: 8 << 20).write(to: URL(fileURLWithPath: file))
    let run = try await Self.run(["--file", file, "--limit", "2m"] + Self.small, out: out)
    #expect(run.warnings.contains { $0.code == "compression.part_of_corpus" })
    #expect(
      run.metrics.first { $0.id == "compression.corpus_bytes" }?.samples.first?.value == Double(2 << 20))
  }

  @Test(
    "What cannot be done is one line and exit code 64, and nothing is written",
    arguments: [
      (["--file", "/nonexistent/file"], "no such file"), (["--file", "/dev/null"], "a character device"),
      (["--process", "1073741824"], "there is no such process"),
      (["--device", "/dev/nonexistent"], "no such file"), (["--device", "/dev/null"], "no block device"),
      (["--offset", "1m"], "--offset and --length are for --device"),
      (["--codec", "zstd", "--level", "23"], "zstd -5 to 22"),
      (["--codec", "zstd", "--level", "20"], "--ultra"),
      (["--codec", "lz4hc", "--level", "-1"], "lz4hc 1 to 12"),
      (["--codec", "gzip"], "none of: memcpy, lz4"),
      (["--codec", "memcpy"], "memcpy is measured beside every codec"),
      (["--corpus", "text", "--corpus-size", "64k", "--block", "1m"], "larger than the corpus"),
      (["--corpus", "text", "--block", "file"], "no corpus has a file"),
      (["--threads", "100000"], "--threads 100000"), (["--block", "5k"], "none of: 4k"),
      (["--file", "/etc/hostname", "--file", "/etc/hostname"], "named twice"),
    ])
  func refusals(more: [String], says: String) async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, more))
    #expect(result.code == 64, "\(result.code)")
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  @Test func anEmptyFileIsRefused() async throws {
    let out = try TemporaryDirectory()
    let data = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: "\(data.path)/empty"))
    let file = try await Tool.run("assay", Self.words(out.path, ["--file", "\(data.path)/empty"]))
    #expect(file.code == 64 && file.errors.contains("the file is empty"), "\(file.errors)")
    let directory = try await Tool.run(
      "assay-compression", Array(Self.words(out.path, ["--file", data.path]).dropFirst()))
    #expect(directory.code == 64 && directory.errors.contains("passed by: 1 empty"), "\(directory.errors)")
  }

  @Test(.enabled(if: geteuid() != 0, "root reads everything"))
  func anUnreadableFileIsRefused() async throws {
    let out = try TemporaryDirectory()
    let data = try TemporaryDirectory()
    let path = "\(data.path)/secret"
    try Data([1]).write(to: URL(fileURLWithPath: path))
    #expect(chmod(path, 0) == 0)
    let result = try await Tool.run("assay", Self.words(out.path, ["--file", path]))
    #expect(result.code == 64 && result.errors.contains("permission denied"), "\(result.errors)")
  }

  /// Broken memory, a broken library: one bit is wrong in what lz4 gives back.
  @Test(.enabled(if: FaultyDevice.library != nil, "needs a C compiler and the sources"))
  func aBlockThatComesBackOtherwiseFailsTheRun() async throws {
    let out = try TemporaryDirectory()
    let library = try #require(FaultyDevice.library).get()
    let result = try await Tool.runInShell(
      "export LD_PRELOAD=\(library) ASSAY_FAULT_LZ4=1", "assay",
      Self.words(out.path, ["--corpus", "text", "--corpus-size", "64k", "--block", "4k", "--part", "codecs"]))
    #expect(result.code == 1)
    let run = try RunDocument.read(path: #require(out.file(".json")))
    let messages = run.warnings.filter { $0.code == Run.sampleFailedCode }.map(\.message)
    #expect(
      messages.sorted() == [
        "lz4-1, blocks of 4k of text: block 0 came back other than it was",
        "lz4hc-9, blocks of 4k of text: block 0 came back other than it was",
      ])
    let codecs = Set(run.metrics.compactMap { $0.labels["codec"] })
    #expect(codecs == ["memcpy", "zstd"], "the others are measured, those that failed have no figures")
  }
}
