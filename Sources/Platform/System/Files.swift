internal import CPlatform
import Glibc

/// Small files, whole.
public enum Files {
  /// Reads a whole file of at most `limit` bytes.
  ///
  /// - Throws: `SystemError`; EFBIG when the file is longer.
  public static func bytes(_ path: String, limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
    try OwnedDescriptor(reading: path).readAll(limit: limit, subject: path)
  }

  /// Reads a whole file as text; bytes that are not UTF-8 are replaced.
  public static func text(_ path: String, limit: Int = 16 << 20) throws(SystemError) -> String {
    String(decoding: try bytes(path, limit: limit), as: UTF8.self)
  }

  /// The text of a kernel file without surrounding white space; nil when it cannot be read.
  ///
  /// For facts, where "cannot be read" is an answer (`unknown`) and not a failure.
  public static func fact(_ path: String) -> String? {
    guard let text = try? text(path) else { return nil }
    return text.trimmingSpace()
  }

  /// The names in a directory, sorted, without `.` and `..`.
  public static func names(in directory: String) throws(SystemError) -> [String] {
    try entries(in: directory).map(\.name)
  }

  /// What kind of thing a name in a directory is; links are not followed.
  public enum Kind: Sendable { case file, directory, other }

  /// The names in a directory with their kinds, sorted by name.
  public static func entries(in directory: String) throws(SystemError) -> [(name: String, kind: Kind)] {
    guard let stream = unsafe opendir(directory) else {
      throw SystemError(code: errno, operation: "list", subject: directory)
    }
    defer { unsafe closedir(stream) }
    var entries: [(name: String, kind: Kind)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let kind: Kind =
        switch Int(unsafe entry.pointee.d_type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .directory
        default: .other
        }
      entries.append((name, kind))
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// Whether the path can be reached; links are followed.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Creates a directory and those above it; present ones are left as they are.
  public static func createDirectories(_ path: String) throws(SystemError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for component in path.split(separator: "/", omittingEmptySubsequences: true) {
      prefix += "/\(component)"
      do {
        try SystemCall.runSettingErrno("create directory", prefix) { unsafe Int(mkdir(prefix, 0o755)) }
      } catch  where error.code == EEXIST {
        continue
      }
    }
  }

  /// Replaces a file in one step: readers see the old content or the new, also after a power cut.
  ///
  /// Writes a temporary file beside it, syncs it, renames it over `path`, and syncs the directory.
  /// On failure the old file is untouched and the temporary one removed.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let directory = parent(of: path)
    let temporary = "\(path).\(getpid()).part"
    _ = unsafe unlink(temporary)
    do {
      let file = try OwnedDescriptor(creating: temporary, mode: 0o644)
      try file.write(bytes, subject: path)
      try file.sync(subject: path)
    } catch {
      _ = unsafe unlink(temporary)
      throw SystemError(code: error.code, operation: error.operation, subject: path)
    }
    do {
      try SystemCall.runSettingErrno("replace", path) { unsafe Int(rename(temporary, path)) }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    try OwnedDescriptor(directory: directory).sync(subject: directory)
  }

  /// Removes a file.
  public static func remove(_ path: String) throws(SystemError) {
    try SystemCall.runSettingErrno("remove", path) { unsafe Int(unlink(path)) }
  }

  /// The directory that holds `path`.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension StringProtocol {
  /// The text without white space and line ends at both sides.
  public func trimmingSpace() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
    let last = self.lastIndex(where: { !$0.isWhitespace }) ?? first
    return String(self[first...last])
  }
}
