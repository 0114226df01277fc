import Foundation
import Platform

/// A C compiler as a judge of the C sources.
public struct Compiler: Sendable {
  let path: String

  /// The first compiler of this name in PATH; nil when it is not installed.
  public init?(_ name: String) {
    let folders = (Console.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    guard let found = folders.map({ "\($0)/\(name)" }).first(where: Files.exists) else { return nil }
    path = found
  }

  /// The folder of the C sources; nil when the sources are elsewhere now.
  public static let sources = path(of: "Sources/CPlatform")

  /// A file or folder of the project, found from where this file was compiled; nil when the sources are elsewhere now.
  public static func path(of name: String) -> String? {
    let root = (0..<3).reduce(#filePath) { path, _ in Files.parent(of: path) }
    let path = "\(root)/\(name)"
    return Files.exists(path) ? path : nil
  }

  /// Compiles what the arguments say.
  ///
  /// - Returns: all that the compiler said; empty when it had nothing to say.
  public func complaints(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let said = String(decoding: data, as: UTF8.self)
    return process.terminationStatus == 0 ? said : "exit code \(process.terminationStatus)\n\(said)"
  }
}
