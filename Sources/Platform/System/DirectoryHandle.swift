internal import CPlatform
import Glibc

/// An open directory that paths cannot leave: not by `..`, not by an absolute path, not through symbolic links.
///
///     let settings = try DirectoryHandle("/proc/sys")
///     try settings.bytes("vm/swappiness", limit: 4096)
///
/// Paths are relative, without a leading slash. Needs Linux 5.6 (openat2); older kernels give ENOSYS. A path that
/// would leave the directory gives EXDEV.
public final class DirectoryHandle: Sendable {
  let descriptor: OwnedDescriptor
  /// Where it was when it was opened; for messages.
  public let path: String

  /// Opens a directory; links on the way to it are followed.
  public init(_ path: String) throws(SystemError) {
    descriptor = try OwnedDescriptor(directory: path)
    self.path = path
  }

  private init(_ relative: String, beneath parent: DirectoryHandle) throws(SystemError) {
    descriptor = try parent.open(relative, ASSAY_BENEATH_DIRECTORY)
    path = parent.subject(relative)
  }

  /// A directory below this one.
  public func directory(_ relative: String) throws(SystemError) -> DirectoryHandle {
    try DirectoryHandle(relative, beneath: self)
  }

  /// Whether a path below this one is a directory that can be opened.
  public func isDirectory(_ relative: String) -> Bool { (try? directory(relative)) != nil }

  /// Reads a whole file of at most `limit` bytes.
  ///
  /// - Throws: `SystemError`; EFBIG when the file is longer.
  public func bytes(_ relative: String, limit: Int) throws(SystemError) -> [UInt8] {
    try open(relative, ASSAY_BENEATH_READ).readAll(limit: limit, subject: subject(relative))
  }

  /// Gives bytes to an existing file by one write, which is how the kernel's own files want it.
  ///
  /// - Returns: how many of them were taken.
  public func write(_ bytes: [UInt8], into relative: String) throws(SystemError) -> Int {
    let file = try open(relative, ASSAY_BENEATH_WRITE)
    return try SystemCall.runSettingErrno("write", subject(relative)) {
      unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file.number, $0.baseAddress, $0.count) }
    }
  }

  /// The names in a directory below this one, or with an empty path in this one, sorted.
  public func names(_ relative: String = "") throws(SystemError) -> [String] {
    if !relative.isEmpty { return try directory(relative).names() }
    // The kernel's name for what is open here: nobody can put something else in its place.
    do {
      return try Files.names(in: "/proc/self/fd/\(descriptor.number)")
    } catch {
      throw SystemError(code: error.code, operation: "list", subject: path)
    }
  }

  /// The full path of a relative one; for messages.
  func subject(_ relative: String) -> String {
    "\(path.hasSuffix("/") ? path : path + "/")\(relative)"
  }

  /// Renames on the way to a path can make the kernel give up; it asks to be asked again.
  private static let attempts = 16

  func open(_ relative: String, _ how: assay_beneath, mode: UInt32 = 0) throws(SystemError) -> OwnedDescriptor
  {
    var left = Self.attempts
    while true {
      do {
        let opened = try SystemCall.run("open", subject(relative)) {
          unsafe assay_open_beneath(descriptor.number, relative, how, mode)
        }
        return OwnedDescriptor(owning: Int32(opened))
      } catch {
        left -= 1
        guard error.code == EAGAIN, left > 0 else { throw error }
      }
    }
  }
}
