import Foundation
import Platform
import TestSupport

@testable import Experiment

/// A file on a device that is slow or fails: Tests/CFaults, put before the built tool.
struct FaultyDevice {
  /// The faults as a library, compiled once; what the compiler said where that failed; nil where there is none to
  /// compile with, or nothing to compile.
  static let library: Result<String, Complaint>? = {
    guard let compiler = Compiler("cc") ?? Compiler("clang"),
      let source = Compiler.path(of: "Tests/CFaults/faults.c")
    else { return nil }
    return Result {
      let path = "\(try TemporaryTree.reserve("faults"))/faults.so"
      let said = try compiler.complaints(
        ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", path, source])
      if !said.isEmpty { throw Complaint(description: said) }
      return path
    }.mapError { Complaint(description: "\($0)") }
  }()

  /// Whether files in the directory for temporary files can be read past the page cache.
  static let hasDirectIO = (try? DirectFile(temporaryIn: NSTemporaryDirectory(), .direct)) != nil

  /// What the compiler said.
  struct Complaint: Error, CustomStringConvertible { let description: String }

  /// Bytes of the file.
  static let fileBytes = 1 << 20

  private let directory: TemporaryDirectory
  /// The file's path.
  let file: String

  /// A file of random bytes in a directory of its own.
  init() throws {
    directory = try TemporaryDirectory()
    file = "\(directory.path)/target"
    var generator = SystemRandomNumberGenerator()
    let words = (0..<(Self.fileBytes / 8)).map { _ in generator.next() as UInt64 }
    try unsafe words.withUnsafeBytes { try unsafe Data($0).write(to: URL(fileURLWithPath: file)) }
  }

  /// What a run of the tool gave.
  struct Outcome {
    var result: Tool.Result
    var run: Run

    /// The only sample of a metric; nil where the run has none.
    func value(_ id: String, _ labels: [String: String] = [:]) -> Double? {
      run.metrics.first { metric in
        metric.id == id && labels.allSatisfy { metric.labels[$0.key] == $0.value }
      }?.samples.first?.value
    }

    /// The depths whose rate was measured.
    var depths: Set<String> {
      Set(run.metrics.filter { $0.id == "aio.iops" }.compactMap { $0.labels["depth"] })
    }
  }

  /// Measures one block on the file, with these faults: names without their `ASSAY_FAULT_`; none runs the tool alone.
  func measure(_ faults: [String: String], _ words: [String]) async throws -> Outcome {
    var settings = faults.map { "ASSAY_FAULT_\($0.key)=\($0.value)" }
    if !faults.isEmpty, let library = try Self.library?.get() { settings.append("LD_PRELOAD=\(library)") }
    let out = "\(directory.path)/\(UUID().uuidString)"
    let result = try await Tool.runInShell(
      settings.isEmpty ? ":" : "export \(settings.joined(separator: " "))", "assay-aio",
      ["--allow-debug", "--blocks", "1", "--duration", "300ms", "--seed", "7", "--file", file, "--out", out]
        + words)
    let documents = (try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []
    guard let name = documents.first(where: { $0.hasSuffix(".json") }) else {
      throw Complaint(description: "no document: \(result.errors)")
    }
    return Outcome(result: result, run: try RunDocument.read(path: "\(out)/\(name)"))
  }

  /// Whether the journal of writes is still there.
  var hasJournal: Bool { directory.files.contains("target.assay-journal") }
}
