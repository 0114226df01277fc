import Glibc

/// Whose a file is, and who else may write to it: what decides whether its content can be believed.
public struct Ownership: Sendable, Equatable {
  /// The user.
  public let user: UInt32
  /// The permission bits, 0…07777.
  public let mode: UInt32
  /// What it is.
  public let kind: FileStatus.Kind
  /// Names that it has.
  public let links: Int

  /// Asks for a path; a symbolic link is not followed.
  public init(of path: String) throws(SystemError) {
    var raw = stat()
    try SystemCall.runSettingErrno("look at", path) { unsafe Int(lstat(path, &raw)) }
    user = raw.st_uid
    mode = raw.st_mode & 0o7777
    links = Int(raw.st_nlink)
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .unknown
      }
  }

  /// Whether only its owner may write to it.
  public var isOwnersAlone: Bool { mode & 0o022 == 0 }
  /// Whether names in a directory can only be removed by those whose they are.
  public var isSticky: Bool { mode & 0o1000 != 0 }
  /// The user that this process acts as.
  public static var ownUser: UInt32 { geteuid() }
}
