import Glibc

/// Socket files of links.
enum LinkPath {
  /// The file of `unix:PATH`.
  static func file(_ address: String) -> String { String(address.dropFirst("unix:".count)) }

  /// Permissions; nil when it is not there.
  static func mode(_ path: String) -> UInt32? {
    var facts = stat()
    return unsafe stat(path, &facts) == 0 ? UInt32(facts.st_mode & 0o777) : nil
  }
}
