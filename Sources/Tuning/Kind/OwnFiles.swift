internal import Host
internal import Platform

/// Files that Assay owns whole, and that nothing else writes: their names say so.
struct OwnFiles: Sendable {
  let root: HostRoot

  private static let longestFile = 1 << 20
  private static let noSuchFile: Int32 = 2

  /// The content of a file; `absent` where there is none.
  func read(_ path: String) throws(SettingError) -> String {
    try KernelFiles.system { () throws(SystemError) in
      do throws(SystemError) {
        let bytes = try top().bytes(path, limit: Self.longestFile)
        return String(decoding: bytes, as: UTF8.self)
      } catch {
        if error.code == Self.noSuchFile { return SettingValue.absent }
        throw error
      }
    }
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

  /// Whether the folder of a file is there.
  func hasFolder(of path: String) -> Bool { root.exists(Files.parent(of: path)) }

  private func top() throws(SystemError) -> DirectoryHandle { try DirectoryHandle(root.directory ?? "/") }
}
