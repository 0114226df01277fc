import Foundation
import Testing

/// A measuring process that a test signals in the middle.
final class Running {
  struct NeverSaid: Error { let line: String }

  private let process = Process()
  private let errors = Pipe()

  /// Starts it.
  ///
  /// - Parameter environment: added to that of the tests.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process.executableURL = URL(fileURLWithPath: Tool.path("assay"))
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  /// Reads standard error until a line begins so.
  func waitForErrorLine(_ beginning: String) throws {
    var text = ""
    while true {
      let data = errors.fileHandleForReading.availableData
      if data.isEmpty { throw NeverSaid(line: beginning) }
      text += String(decoding: data, as: UTF8.self)
      if text.split(separator: "\n").contains(where: { $0.hasPrefix(beginning) }) { return }
    }
  }

  var isRunning: Bool { process.isRunning }
  var identifier: Int { Int(process.processIdentifier) }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// The exit code, or the signal's number.
  func waitForExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Measuring processes of ours that are still there; they get two seconds to be gone, because the kernel ends them
  /// after the parent.
  func childrenLeft() -> [Int] {
    let deadline = Date.now.addingTimeInterval(2)
    var left: [Int]
    repeat { left = measuring() } while !left.isEmpty && Date.now < deadline
    return left
  }

  /// Measuring processes of this build whose parent is the tool, or has ended.
  private func measuring() -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int($0) }.filter { id in
      guard
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe")) == Tool.path("assay"),
        let line = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/cmdline")),
        String(decoding: line, as: UTF8.self).contains("--measure-one-sample"),
        let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
      else { return false }
      let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
      guard fields.count > 1, fields[0] != "Z", let parent = Int32(fields[1]) else { return false }
      return parent == process.processIdentifier || parent == 1
    }
  }
}
