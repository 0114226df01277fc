internal import CPlatform
import Glibc

extension DirectoryHandle {
  /// Creates a directory; those above it must be there.
  ///
  /// - Throws: EEXIST when the name is taken; what mkdir says otherwise.
  public func createDirectory(_ relative: String) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    try SystemCall.runSettingErrno("create directory", subject(relative)) {
      unsafe Int(mkdirat(folder.descriptor.number, name, 0o755))
    }
  }

  /// Removes an empty directory; one that is a control group must be empty of processes.
  ///
  /// - Throws: EBUSY for a control group in use; what rmdir says otherwise.
  public func removeDirectory(_ relative: String) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    try SystemCall.runSettingErrno("remove directory", subject(relative)) {
      unsafe Int(unlinkat(folder.descriptor.number, name, AT_REMOVEDIR))
    }
  }

  /// Removes a file; a link is removed and not what it points to. The removal is durable.
  public func remove(_ relative: String) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    try SystemCall.runSettingErrno("remove", subject(relative)) {
      unsafe Int(unlinkat(folder.descriptor.number, name, 0))
    }
    try folder.descriptor.sync(subject: folder.path)
  }

  /// Replaces a file, or makes it, in one step: readers see the old content or the new, also after a power cut. A file is
  /// replaced by one process at a time; a killed one leaves what `removeUnfinished` removes.
  ///
  /// - Parameters:
  ///   - mode: of the new file, less the process's mask.
  ///   - isDurable: whether to wait until it would outlive a power cut.
  /// - Throws: on failure the old file is untouched and the temporary one beside it removed.
  public func replace(
    _ relative: String, with bytes: [UInt8], mode: UInt32 = 0o644, isDurable: Bool = true
  ) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    let temporary = Self.temporary(name)
    // Left behind by a killed process, or planted: a link is removed, not followed.
    _ = unsafe unlinkat(folder.descriptor.number, temporary, 0)
    do {
      let file = try folder.open(temporary, ASSAY_BENEATH_CREATE, mode: mode)
      try file.write(bytes, subject: subject(relative))
      if isDurable { try file.sync(subject: subject(relative)) }
      try SystemCall.runSettingErrno("replace", subject(relative)) {
        unsafe Int(renameat(folder.descriptor.number, temporary, folder.descriptor.number, name))
      }
    } catch {
      _ = unsafe unlinkat(folder.descriptor.number, temporary, 0)
      throw error
    }
    if isDurable { try folder.descriptor.sync(subject: folder.path) }
  }

  private static func temporary(_ name: String) -> String { ".\(name).assay-part" }

  /// Removes what a killed `replace` of a file left beside it.
  public func removeUnfinished(_ relative: String) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    do {
      try SystemCall.runSettingErrno("remove", subject(relative)) {
        unsafe Int(unlinkat(folder.descriptor.number, Self.temporary(name), 0))
      }
    } catch {
      if error.code == ENOENT { return }
      throw error
    }
    try folder.descriptor.sync(subject: folder.path)
  }

  /// Gives a file another text by one write, as the kernel's own files are written: a reader, or whoever looks after a
  /// kill, finds the old text or the new, with line ends behind it at most.
  public func overwrite(_ relative: String, with text: String) throws(SystemError) {
    let present = try bytes(relative, limit: Self.longestText).count
    let wanted = Array("\(text)\n".utf8)
    let padded = wanted + [UInt8](repeating: UInt8(ascii: "\n"), count: max(0, present - wanted.count))
    let file = try open(relative, ASSAY_BENEATH_WRITE)
    try file.write(padded, subject: subject(relative))
    try SystemCall.runSettingErrno("shorten", subject(relative)) {
      Int(ftruncate(file.number, off_t(wanted.count)))
    }
  }

  private static let longestText = 1 << 20

  /// The open folder of a path and the last name in it, which cannot lead anywhere.
  private func place(of relative: String) throws(SystemError) -> (folder: DirectoryHandle, name: String) {
    guard let slash = relative.lastIndex(of: "/") else {
      return (try named(relative, self), relative)
    }
    let name = String(relative[relative.index(after: slash)...])
    return (try named(name, directory(String(relative[..<slash]))), name)
  }

  private func named(_ name: String, _ folder: DirectoryHandle) throws(SystemError) -> DirectoryHandle {
    guard !name.isEmpty, name != ".", name != ".." else {
      throw SystemError(code: EINVAL, operation: "use the name '\(name)' in", subject: folder.path)
    }
    return folder
  }
}
