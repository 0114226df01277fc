internal import CPlatform
import Glibc
import Synchronization

/// Small files, whole.
public enum Files {
  private static let replacements = Atomic<Int>(0)

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
    var opened: OpaquePointer? = nil
    try SystemCall.runSettingErrno("list", directory) {
      unsafe opened = opendir(directory)
      return unsafe opened == nil ? -1 : 0
    }
    guard let stream = unsafe opened else {
      throw SystemError(code: EIO, operation: "list", subject: directory)
    }
    defer { unsafe closedir(stream) }
    var entries: [(name: String, kind: Kind)] = []
    while let entry = unsafe try next(of: stream, in: directory) {
      if entry.name != "." && entry.name != ".." { entries.append(entry) }
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The next entry of an open directory; nil after the last.
  private static func next(
    of stream: OpaquePointer, in directory: String
  ) throws(SystemError) -> (name: String, kind: Kind)? {
    var found: UnsafeMutablePointer<dirent>? = nil
    try SystemCall.runSettingErrno("list", directory) {
      // readdir answers nil both at the end and on failure; only errno tells them apart.
      errno = 0
      unsafe found = readdir(stream)
      return unsafe found == nil && errno != 0 ? -1 : 0
    }
    guard let entry = unsafe found else { return nil }
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    return switch Int(unsafe entry.pointee.d_type) {
    case Int(DT_REG): (name, .file)
    case Int(DT_DIR): (name, .directory)
    // Some file systems leave the kind out of the directory.
    case Int(DT_UNKNOWN): (name, kind(of: "\(directory)/\(name)"))
    default: (name, .other)
    }
  }

  private static func kind(of path: String) -> Kind {
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0 else { return .other }
    return switch facts.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    default: .other
    }
  }

  /// Whether the path can be reached; links are followed.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Creates a directory and those above it; present ones are left as they are.
  ///
  /// - Throws: ENOTDIR when something else has the name; what mkdir says otherwise.
  public static func createDirectories(_ path: String) throws(SystemError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for component in path.split(separator: "/", omittingEmptySubsequences: true) {
      prefix += "/\(component)"
      do {
        try SystemCall.runSettingErrno("create directory", prefix) { unsafe Int(mkdir(prefix, 0o755)) }
      } catch {
        if error.code != EEXIST { throw error }
      }
    }
    // Something that exists need not be a directory. Links to directories are followed: they serve as well.
    var facts = stat()
    try SystemCall.runSettingErrno("create directory", path) { unsafe Int(stat(path, &facts)) }
    if facts.st_mode & S_IFMT != S_IFDIR {
      throw SystemError(code: ENOTDIR, operation: "create directory", subject: path)
    }
  }

  /// Replaces a file in one step: readers see the old content or the new, also after a power cut.
  ///
  /// Writes a temporary file beside it, syncs it, renames it over `path`, and syncs the directory. Where `path`
  /// is a symbolic link, the link is replaced and not what it points to.
  ///
  /// - Throws: on failure the old file is untouched and the temporary one removed; only when the last step, the
  ///   sync of the directory, fails is the new content in place already (the subject is then the directory).
  public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let directory = parent(of: path)
    // A name of its own for each call: two threads that replace the same file must not share a temporary one.
    let call = replacements.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = "\(path).\(getpid())-\(call).part"
    // Left behind by a killed process of the same number, or planted: a link is removed, not followed.
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
