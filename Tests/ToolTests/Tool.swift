import Foundation
import Subprocess
import SystemPackage
import TestSupport

@testable import Platform

/// Runs the built executables as a user does.
enum Tool {
  /// What came of it.
  struct Result {
    var code: Int32
    var output: String
    var errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The path of one.
  static func path(_ name: String) -> String { Program.built(name) }

  /// Runs to the end.
  static func run(_ name: String, _ arguments: String...) async throws -> Result {
    try await run(name, arguments)
  }

  /// Runs to the end.
  static func run(_ name: String, _ arguments: [String]) async throws -> Result {
    try await start(path(name), arguments)
  }

  /// Runs to the end after a shell has executed `before`, which sets limits or closes descriptors.
  static func runInShell(_ before: String, _ name: String, _ arguments: [String]) async throws -> Result {
    try await start("/bin/bash", ["-c", "\(before); exec \"$0\" \"$@\"", path(name)] + arguments)
  }

  private static func start(_ program: String, _ arguments: [String]) async throws -> Result {
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments),
      output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    return Result(
      code: exitCode(result.terminationStatus), output: result.standardOutput, errors: result.standardError)
  }

  /// A measuring command line that takes little time, in a debug build too.
  static func small(_ more: String..., out: String) -> [String] {
    ["memory", "--allow-debug", "--array-size", "1m", "--duration", "1ms", "--seed", "7", "--out", out] + more
  }

  private static func exitCode(_ status: TerminationStatus) -> Int32 {
    switch status {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  }
}

/// A directory that is removed with its owner.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "assay-tool-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The files in it, sorted.
  var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// The only file with that ending.
  func file(_ ending: String) -> String? { files.first { $0.hasSuffix(ending) }.map { "\(path)/\($0)" } }
}
