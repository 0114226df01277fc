public import Host
public import Platform

/// What stands at a path: everything that decides whether it can be measured on, and may be written to.
public struct TargetState: Sendable, Equatable {
  /// What the path leads to, links followed.
  public enum Thing: Sendable, Equatable {
    /// Nothing.
    case missing
    /// It cannot be told; the cause in words.
    case unreachable(cause: String)
    /// A regular file of that many bytes.
    case file(bytes: Int)
    /// A block device of that many bytes, 0 when unknown.
    case blockDevice(bytes: Int, use: BlockDeviceUse)
    /// A directory.
    case directory
    /// A pipe, a socket, a character device; in words, with its article.
    case other(String)
  }

  /// The path as it was given.
  public var path: String
  /// What it leads to.
  public var thing: Thing
  /// Where the path leads when its last part is a symbolic link; nil when it is none.
  public var linkTarget: String?
  /// By what the file is known: what is opened later must be the same.
  public var identity: FileStatus.Identity?
  /// Why it cannot be read; nil when it can.
  public var readObstacle: String?
  /// Why it cannot be written, or for a directory why no file can be made in it; nil when it can.
  public var writeObstacle: String?
  /// What the kernel itself uses the file for: swap, a loop device; nil for nothing. Devices have this in their use.
  public var fileUse: String?
  /// What the offset and length of direct I/O must be a multiple of, in bytes; nil when unknown.
  public var logicalBlockBytes: Int?
  /// Whether O_DIRECT passes by the page cache here; nil when only trying it can tell.
  public var supportsDirect: Bool?
  /// The type of the file system; nil for a device, and when unknown.
  public var fileSystem: String?
  /// Bytes that may still be written to the file system; nil when unknown.
  public var freeBytes: Int?

  /// A path that leads to something, and nothing in its way.
  public init(path: String, thing: Thing) {
    self.path = path
    self.thing = thing
  }
}
