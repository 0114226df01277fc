import Glibc
import Synchronization

/// A new directory that only this user may enter (0700), for files that others open by name; removed with everything in
/// it when its owner lets go of it.
public final class PrivateDirectory: Sendable {
  /// Where it is, absolute.
  public let path: String
  private let isRemoved = Mutex(false)

  /// Where this process makes them; nil means TMPDIR, or /tmp where that is not set, or is so long that no socket's name
  /// fits below it. What is in a directory of the parent's, the parent can remove after a kill.
  public static var base: String? {
    get { chosenBase.withLock { $0 } }
    set { chosenBase.withLock { $0 = newValue } }
  }

  private static let chosenBase = Mutex<String?>(nil)

  /// Makes one in `base`.
  ///
  /// - Parameter purpose: becomes part of its name.
  /// - Throws: what mkdtemp says.
  public init(for purpose: String) throws(SystemError) {
    let wished = Self.base ?? Console.environment("TMPDIR") ?? ""
    let base = wished.hasPrefix("/") && wished.utf8.count <= Self.longestBase ? wished : "/tmp"
    var template = Array("\(base)/assay-\(purpose)-XXXXXX".utf8CString)
    try SystemCall.runSettingErrno("make a directory in", base) {
      unsafe mkdtemp(&template) == nil ? -1 : 0
    }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { remove() }

  /// Removes it and everything in it; a second time does nothing.
  public func remove() {
    isRemoved.withLock { isRemoved in
      // One that somebody else removed, or may not be removed any more, is no reason to fail at the end of the work.
      if !isRemoved { try? Files.removeTree(path) }
      isRemoved = true
    }
  }

  // A socket's name has 107 bytes (unix(7)); 40 are for the directory's own name and the socket's.
  private static let longestBase = 67
}
