import Glibc

/// A system call that failed: what was tried, on what, and why in words.
///
///     cannot open /sys/x: no such file or directory (ENOENT)
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The positive errno.
  public let code: Int32
  /// The operation in words that follow "cannot": `open`, `bind memory to node 1`.
  public let operation: String
  /// The file or object, where there is one.
  public let subject: String?

  /// Makes an error from a positive errno.
  public init(code: Int32, operation: String, subject: String? = nil) {
    self.code = code
    self.operation = operation
    self.subject = subject
  }

  /// One line: operation, subject, cause, symbolic code.
  public var description: String {
    "cannot \(operation)\(subject.map { " \($0)" } ?? ""): \(cause)"
  }

  /// The cause alone: `no such file or directory (ENOENT)`.
  public var cause: String {
    guard let known = Self.prose[code] else { return "error \(code)" }
    return "\(known.words) (\(known.name))"
  }

  /// Whether the caller lacks the right, as opposed to the thing not being there.
  public var isPermission: Bool { code == EPERM || code == EACCES }

  /// Whether it is not there: the file, or the device behind it.
  public var isMissing: Bool { code == ENOENT || code == ENODEV || code == ENXIO }

  /// Whether somebody else is using it.
  public var isBusy: Bool { code == EBUSY }

  /// Whether the kernel did not accept the arguments: something that it, or a file system, does not offer.
  public var isInvalid: Bool { code == EINVAL }

  /// Whether the time was over.
  public var isTimeout: Bool { code == ETIMEDOUT }

  /// Whether the other side of a connection is gone.
  public var isPeerGone: Bool { code == EPIPE || code == ECONNRESET }

  /// errno becomes prose here and nowhere else.
  private static let prose: [Int32: (name: String, words: String)] = [
    EPERM: ("EPERM", "operation not permitted"),
    ENOENT: ("ENOENT", "no such file or directory"),
    ESRCH: ("ESRCH", "no such process"),
    EINTR: ("EINTR", "interrupted by a signal"),
    EIO: ("EIO", "input/output error"),
    ENXIO: ("ENXIO", "no such device or address"),
    E2BIG: ("E2BIG", "argument list too long"),
    EBADF: ("EBADF", "bad file descriptor"),
    EAGAIN: ("EAGAIN", "resource temporarily unavailable"),
    ENOMEM: ("ENOMEM", "not enough memory"),
    EACCES: ("EACCES", "permission denied"),
    EFAULT: ("EFAULT", "bad address"),
    EBUSY: ("EBUSY", "in use"),
    EEXIST: ("EEXIST", "exists already"),
    EXDEV: ("EXDEV", "leads out of its folder, or to another file system"),
    ENOTEMPTY: ("ENOTEMPTY", "not empty"),
    ERANGE: ("ERANGE", "out of the kernel's range"),
    ENODEV: ("ENODEV", "no such device"),
    ENOTDIR: ("ENOTDIR", "not a directory"),
    EISDIR: ("EISDIR", "is a directory"),
    EINVAL: ("EINVAL", "not accepted by the kernel"),
    EMFILE: ("EMFILE", "too many open files"),
    ENOTTY: ("ENOTTY", "not a terminal"),
    EFBIG: ("EFBIG", "file too large"),
    ENOSPC: ("ENOSPC", "no space left on the device"),
    EROFS: ("EROFS", "read-only file system"),
    EPIPE: ("EPIPE", "the reader is gone"),
    ENAMETOOLONG: ("ENAMETOOLONG", "name too long"),
    ENOSYS: ("ENOSYS", "not in this kernel"),
    ELOOP: ("ELOOP", "too many symbolic links"),
    EOPNOTSUPP: ("EOPNOTSUPP", "not supported"),
    ETIMEDOUT: ("ETIMEDOUT", "timed out"),
    EDQUOT: ("EDQUOT", "disk quota exceeded"),
    EADDRINUSE: ("EADDRINUSE", "the name is taken"),
    EADDRNOTAVAIL: ("EADDRNOTAVAIL", "no address of this network"),
    ENETUNREACH: ("ENETUNREACH", "no way to that network"),
    EHOSTUNREACH: ("EHOSTUNREACH", "no way to that host"),
    ECONNREFUSED: ("ECONNREFUSED", "nobody listens there"),
    ECONNRESET: ("ECONNRESET", "the other side closed it"),
  ]
}
