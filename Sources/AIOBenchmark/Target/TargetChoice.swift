public import Platform

/// What is measured on.
public enum TargetChoice: Sendable, Equatable {
  /// A file or a device that is there.
  case use(PresentTarget)
  /// A file of the tool's own of so many bytes, to be made in a directory and removed at every exit.
  case make(directory: String, bytes: Int)
}

/// A file or a device that is there.
public struct PresentTarget: Sendable, Equatable {
  /// The path as it was given, or where it leads when it is a symbolic link and only read: open it without following.
  public var path: String
  /// Bytes to use from the start, a multiple of the largest block.
  public var bytes: Int
  /// Whether it may be written to; if not, it must be opened for reading only.
  public var mayWrite: Bool
  /// Whether it is a block device.
  public var isDevice: Bool
  /// Whether a `DeviceClaim` must be held while it is written to: it is a device, and its use was not waved through.
  public var mustBeUnused: Bool
  /// By what it is known: what was opened must be the same.
  public var identity: FileStatus.Identity?
}
