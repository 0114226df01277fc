internal import CPlatform
import Glibc

/// What stat(2) says of a path.
public struct FileStatus: Sendable, Equatable {
  /// What a path names.
  public enum Kind: Sendable {
    case file, directory, link, blockDevice, characterDevice, pipe, socket, unknown
  }

  /// What a file is known by while it exists, whatever its path: to see that the one that was opened is the one that
  /// was looked at.
  public struct Identity: Sendable, Hashable {
    /// The file system.
    public let device: DeviceNumber
    /// The file's number in it.
    public let inode: UInt64
  }

  /// What it is.
  public let kind: Kind
  /// By what it is known.
  public let identity: Identity
  /// The device that it is the name of; of no meaning where it is none.
  public let represents: DeviceNumber
  /// Bytes from the start to the end; 0 for devices.
  public let bytes: Int
  /// Bytes for which the file system holds space: less than `bytes` where the file has holes or is compressed.
  public let allocatedBytes: Int

  /// Asks for a path.
  ///
  /// - Parameter followingLinks: whether a symbolic link in the last place gives way to what it points to.
  /// - Throws: ENOENT where there is nothing, also behind a link; what stat says otherwise.
  public init(of path: String, followingLinks: Bool = true) throws(SystemError) {
    var raw = stat()
    try SystemCall.runSettingErrno("look at", path) {
      unsafe Int(followingLinks ? stat(path, &raw) : lstat(path, &raw))
    }
    self.init(raw)
  }

  private init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFBLK: .blockDevice
      case S_IFCHR: .characterDevice
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .unknown
      }
    identity = Identity(device: DeviceNumber(packed: UInt64(raw.st_dev)), inode: UInt64(raw.st_ino))
    represents = DeviceNumber(packed: UInt64(raw.st_rdev))
    bytes = Int(raw.st_size)
    // The unit is 512 bytes on every file system.
    allocatedBytes = Int(raw.st_blocks) * 512
  }
}
