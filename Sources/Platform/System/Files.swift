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
    return unsafe lstat(path, &facts) == 0 ? kind(facts) : .other
  }

  static func kind(_ facts: stat) -> Kind {
    switch facts.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    default: .other
    }
  }

  /// Whether the path can be reached; links are followed.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether this process may write to the path; links are followed.
  public static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

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
    if kind(facts) != .directory {
      throw SystemError(code: ENOTDIR, operation: "create directory", subject: path)
    }
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
  /// The text without ASCII's white space and line ends at both sides.
  public func trimmingSpace() -> String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || (9...13).contains(scalar.value) }
    guard let first = unicodeScalars.firstIndex(where: { !isSpace($0) }),
      let last = unicodeScalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first..<unicodeScalars.index(after: last)])
  }
}
