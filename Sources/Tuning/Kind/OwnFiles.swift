internal import Host
internal import Platform

/// Files that Assay owns whole, and that nothing else writes: their names say so.
struct OwnFiles: Sendable {
  let root: HostRoot

  private static let longestFile = 1 << 20
  private static let noSuchFile: Int32 = 2

  /// The content of a file; `absent` where there is none.
  ///
  /// - Throws: where it could not be put back to the byte.
  func read(_ path: String) throws(SettingError) -> String {
    let bytes = try KernelFiles.system { () throws(SystemError) -> [UInt8]? in
      do throws(SystemError) {
        return try top().bytes(path, limit: Self.longestFile)
      } catch {
        if error.code == Self.noSuchFile { return nil }
        throw error
      }
    }
    guard let bytes else { return SettingValue.absent }
    guard let text = String(validating: bytes, as: UTF8.self), text != SettingValue.absent else {
      throw .refused(reason: "/\(path) is no text that Assay would write; move it away")
    }
    return text
  }

  /// Replaces a file in one durable step, or with `absent` removes it; one that is absent already may stay so.
  func write(_ path: String, _ content: String) throws(SettingError) {
    try KernelFiles.system { () throws(SystemError) in
      if content != SettingValue.absent { return try top().replace(path, with: Array(content.utf8)) }
      do throws(SystemError) {
        try top().remove(path)
      } catch {
        if error.code != Self.noSuchFile { throw error }
      }
    }
  }

  /// Removes what a killed write left beside a file.
  func tidy(_ path: String) throws(SettingError) {
    guard hasFolder(of: path) else { return }
    try KernelFiles.system { () throws(SystemError) in try top().removeUnfinished(path) }
  }

  /// Makes the folder of a file where it is missing; the one above must be there.
  func makeFolder(of path: String) throws(SettingError) {
    if hasFolder(of: path) { return }
    try KernelFiles.system { () throws(SystemError) in try top().createDirectory(Files.parent(of: path)) }
  }

  /// Removes the folder of a file unless something is in it; an empty one that stays does no harm.
  func removeEmptyFolder(of path: String) { try? top().removeDirectory(Files.parent(of: path)) }

  /// Whether the folder of a file is there.
  func hasFolder(of path: String) -> Bool { root.exists(Files.parent(of: path)) }

  private func top() throws(SystemError) -> DirectoryHandle { try DirectoryHandle(root.directory ?? "/") }
}
