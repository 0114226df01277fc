import Glibc
import Platform

/// A new directory for one test, removed with all files in it when the test lets go of it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("\(Console.environment("TMPDIR") ?? "/tmp")/assay-platform-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template) != nil
    try SystemCall.run("create", "a temporary directory") { made ? 0 : -Int(errno) }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The path of a name in it.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  private static func remove(_ directory: String) {
    for entry in (try? Files.entries(in: directory)) ?? [] {
      let path = "\(directory)/\(entry.name)"
      if entry.kind == .directory { remove(path) } else { _ = unsafe unlink(path) }
    }
    _ = unsafe rmdir(directory)
  }
}
