import Foundation
import Platform

/// Runs a program and hands back what it printed; for the judges and for `tar`.
public enum Program {
  /// The path of a program in the usual places; nil when it is not installed.
  public static func find(_ name: String) -> String? {
    ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }.first(
      where: Files.exists)
  }

  /// The path of an executable of this project: beside the test binary, where the build puts it.
  public static func built(_ name: String) -> String {
    let binary = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let candidates = [binary, CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""]
      .map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent(name).path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }

  /// Runs a program to its end, with an environment of its own, so that nothing of this process changes.
  ///
  /// - Returns: its exit code and standard output; standard error is dropped.
  public static func run(
    _ path: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]) { own, _ in own }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
