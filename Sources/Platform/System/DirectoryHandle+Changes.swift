internal import CPlatform
import Glibc
import Synchronization

extension DirectoryHandle {
  private static let replacements = Atomic<Int>(0)

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

  /// Replaces a file, or makes it, in one step: readers see the old content or the new, also after a power cut.
  ///
  /// - Parameters:
  ///   - mode: of the new file, less the process's mask.
  ///   - isDurable: whether to wait until it would outlive a power cut.
  /// - Throws: on failure the old file is untouched and the temporary one beside it removed.
  public func replace(
    _ relative: String, with bytes: [UInt8], mode: UInt32 = 0o644, isDurable: Bool = true
  ) throws(SystemError) {
    let (folder, name) = try place(of: relative)
    let call = Self.replacements.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = ".\(name).\(getpid())-\(call).part"
    // Left behind by a killed process of the same number, or planted: a link is removed, not followed.
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
