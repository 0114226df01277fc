internal import CPlatform
import Glibc
import Synchronization

extension Files {
  private static let replacements = Atomic<Int>(0)

  /// Replaces a file in one step: readers see the old content or the new, also after a power cut.
  ///
  /// Writes a temporary file beside it, syncs it, renames it over `path`, and syncs the directory. The new file has
  /// the old one's mode and, for root, its owner; without an old one the mode is 0644 less the process's mask. Where
  /// `path` is a symbolic link, the link is replaced and not what it points to.
  ///
  /// - Throws: on failure the old file is untouched and the temporary one removed; only when the last step, the
  ///   sync of the directory, fails is the new content in place already (the subject is then the directory).
  ///   EISDIR or EOPNOTSUPP where `path` is or leads to something else than a file: `/dev/null` and `/dev/stdout`
  ///   must not give way to one.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let present = try replaceable(path)
    let directory = parent(of: path)
    // A name of its own for each call: two threads that replace the same file must not share a temporary one.
    let call = replacements.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = "\(path).\(getpid())-\(call).part"
    // Left behind by a killed process of the same number, or planted: a link is removed, not followed.
    _ = unsafe unlink(temporary)
    do {
      let file = try OwnedDescriptor(creating: temporary, mode: 0o644)
      if let present { try file.take(ownerAndModeOf: present, subject: path) }
      try file.write(bytes, subject: path)
      try file.sync(subject: path)
      try SystemCall.runSettingErrno("replace", path) { unsafe Int(rename(temporary, path)) }
    } catch {
      _ = unsafe unlink(temporary)
      throw SystemError(code: error.code, operation: error.operation, subject: path)
    }
    do {
      try OwnedDescriptor(directory: directory).sync(subject: directory)
    } catch {
      // Some network and FUSE file systems cannot sync a directory, and do not need to.
      if error.code != EINVAL { throw error }
    }
  }

  /// What the file at `path` is; nil where there is none, or a link, whose own mode and owner mean nothing.
  private static func replaceable(_ path: String) throws(SystemError) -> stat? {
    // What the name leads to decides whether it may go, what it is decides what is kept.
    guard let target = try facts(of: path, by: { unsafe stat($0, &$1) }) else { return nil }
    if kind(target) != .file {
      let code = kind(target) == .directory ? EISDIR : EOPNOTSUPP
      throw SystemError(code: code, operation: "replace", subject: path)
    }
    guard let present = try facts(of: path, by: { unsafe lstat($0, &$1) }) else { return nil }
    return kind(present) == .file ? present : nil
  }

  private static func facts(
    of path: String, by ask: (String, inout stat) -> Int32
  ) throws(SystemError) -> stat? {
    var facts = stat()
    do {
      try SystemCall.runSettingErrno("look at", path) { Int(ask(path, &facts)) }
    } catch {
      // A name that is free, or a link to nowhere.
      if error.code == ENOENT { return nil }
      throw error
    }
    return facts
  }
}
