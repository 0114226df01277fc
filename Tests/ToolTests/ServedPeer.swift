import Foundation

/// `assay link --serve`, or another command's, on a free port of the loopback; it is ended with its owner.
final class ServedPeer {
  let port: String
  private let process = Process()
  private let output = Pipe()

  init(_ command: String, _ more: [String] = []) throws {
    process.executableURL = URL(fileURLWithPath: Tool.path("assay"))
    process.arguments =
      [command, "--serve", "--allow-debug", "--listen", "127.0.0.1", "--port", "0", "--quiet"] + more
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.hasSuffix("\n") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    port = String(text.dropLast())
  }

  deinit { if process.isRunning { process.terminate() } }

  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Its exit code, once it has ended by itself.
  func waitForExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}
