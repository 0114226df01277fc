internal import Host
internal import Platform
internal import Synchronization

/// Files of the kernel below one folder, which no name can leave; or the like of them in a tree of files.
struct KernelFiles: Sendable {
  let root: HostRoot
  /// The folder below the root: `proc/sys`.
  let base: String

  private let opened = Opened()

  /// Longer texts are tables, not settings.
  private static let longestText = 1 << 16

  /// The open folder; it is opened once.
  func folder() throws(SettingError) -> DirectoryHandle {
    if let folder = opened.folder.withLock({ $0 }) { return folder }
    let folder = try Self.system { () throws(SystemError) in
      try DirectoryHandle(root.directory ?? "/").directory(base)
    }
    opened.folder.withLock { $0 = folder }
    return folder
  }

  /// What copies of the same value share.
  private final class Opened: Sendable {
    let folder = Mutex<DirectoryHandle?>(nil)
  }

  init(root: HostRoot, base: String) {
    self.root = root
    self.base = base
  }

  /// Whether the folder is there.
  var isPresent: Bool { root.exists(base) }

  /// The text of a file without surrounding white space.
  func read(_ relative: String) throws(SettingError) -> String {
    let folder = try folder()
    return try Self.system { () throws(SystemError) in
      String(decoding: try folder.bytes(relative, limit: Self.longestText), as: UTF8.self).trimmingSpace()
    }
  }

  /// Whether a file has no permission to be written for anybody: the kernel then refuses root as well.
  func isReadOnly(_ relative: String) -> Bool {
    guard let folder = try? folder(), let file = try? Ownership(of: "\(folder.path)/\(relative)") else {
      return false
    }
    return file.kind == .file && file.mode & 0o222 == 0
  }

  /// Gives a text to an existing file: by one write, and with a line end, which makes the empty text one as well.
  func write(_ relative: String, _ text: String) throws(SettingError) {
    let folder = try folder()
    guard root.isLive else { return try writeLikeTheKernel(relative, text, in: folder) }
    let bytes = Array("\(text)\n".utf8)
    let taken = try Self.system { () throws(SystemError) in try folder.write(bytes, into: relative) }
    // Some files leave the line end alone; a number cut in two is another number.
    guard taken >= bytes.count - 1 else {
      throw .partial(path: folder.path + "/" + relative, taken: taken, of: bytes.count)
    }
  }

  /// In a tree of files a reader must find the old text or the new, never half of one, as at the kernel.
  private func writeLikeTheKernel(
    _ relative: String, _ text: String, in folder: DirectoryHandle
  ) throws(SettingError) {
    let present = try read(relative)
    var written = text
    if let offered = SettingValue.offered(kernel: present) {
      guard offered.contains(text) else {
        throw .system(SystemError(code: 22, operation: "write", subject: "\(folder.path)/\(relative)"))
      }
      written = offered.map { $0 == text ? "[\($0)]" : $0 }.joined(separator: " ")
    }
    try Self.system { () throws(SystemError) in try folder.overwrite(relative, with: written) }
  }

  /// The relative paths that a pattern stands for, one name of the path at a time; sorted.
  func expand(_ pattern: String) -> [String] {
    guard let folder = try? folder() else { return [] }
    var found = [""]
    for part in pattern.split(separator: "/").map(String.init) {
      found = found.flatMap { above -> [String] in
        let prefix = above.isEmpty ? "" : "\(above)/"
        guard part.contains("*") else { return ["\(prefix)\(part)"] }
        return ((try? folder.names(above)) ?? []).filter { Wildcard.matches($0, part) }.map {
          "\(prefix)\($0)"
        }
      }
    }
    return found.filter { (try? folder.bytes($0, limit: Self.longestText)) != nil }
  }

  /// Runs a step whose failures are the kernel's.
  static func system<Result>(_ step: () throws(SystemError) -> Result) throws(SettingError) -> Result {
    do {
      return try step()
    } catch {
      throw .system(error)
    }
  }
}
