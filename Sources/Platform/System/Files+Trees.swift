import Glibc

extension Files {
  /// Renames within a file system. A directory gives way only when it is empty.
  public static func move(_ path: String, to other: String) throws(SystemError) {
    try SystemCall.runSettingErrno("rename \(path) to", other) { unsafe Int(Glibc.rename(path, other)) }
  }

  /// Removes a directory and everything in it; links are removed, not followed.
  public static func removeTree(_ path: String) throws(SystemError) {
    for entry in try entries(in: path) {
      let inner = "\(path)/\(entry.name)"
      if entry.kind == .directory { try removeTree(inner) } else { try remove(inner) }
    }
    try removeDirectory(path)
  }
}
