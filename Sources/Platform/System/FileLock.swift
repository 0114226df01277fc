import Glibc

/// A lock that a process holds by a file: gone with the process, however it ends.
///
/// The file stays, for what its holder wrote into it may be of use to the next one.
public final class FileLock: Sendable {
  private let descriptor: Int32
  /// The file.
  public let path: String

  /// Takes the lock, and makes the file (mode 0600) where there is none; a symbolic link is refused with ELOOP.
  ///
  /// - Throws: EWOULDBLOCK (`isHeldElsewhere`) when another process has it; what open says.
  public init(_ path: String) throws(SystemError) {
    self.path = path
    descriptor = Int32(
      try SystemCall.runSettingErrno("open", path) {
        unsafe Int(open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600))
      })
    try SystemCall.runSettingErrno("lock", path) { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
  }

  // Closing alone would leave the lock to a child that another thread has started and that has not yet executed its
  // program: it has copies of our descriptors, and a lock belongs to what they all mean (flock(2)).
  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension SystemError {
  /// Whether a lock was refused because another process has it.
  public var isHeldElsewhere: Bool { code == EWOULDBLOCK }
}
