import Foundation

/// A Python that has a certain module: judges of our documents that are not ours.
struct Python {
  /// Its path, or its name.
  private let program: String

  /// A file of the folder Results.
  static func results(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Results/\(name)").standardizedFileURL.path
  }

  /// The first in the search path, or that of the system, whose packages come from the distribution; nil where neither
  /// has the module.
  init?(having module: String) {
    let found = ["python3", "/usr/bin/python3"].first { program in
      (try? Self.run(program, "import \(module)", [], input: []))?.code == 0
    }
    guard let found else { return nil }
    program = found
  }

  /// Runs a program that reads `input`: its exit code and what it prints, complaints included.
  func run(_ code: String, arguments: [String] = [], input: [UInt8]) throws -> (code: Int32, output: String) {
    try Self.run(program, code, arguments, input: input)
  }

  private static func run(_ program: String, _ code: String, _ arguments: [String], input: [UInt8]) throws
    -> (
      code: Int32, output: String
    )
  {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
    try Data(input).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, "-c", code] + arguments
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
