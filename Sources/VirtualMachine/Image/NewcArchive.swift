/// A cpio archive in the `newc` form that the kernel unpacks as its first file system
/// (Documentation/driver-api/early-userspace/buffer-format.rst).
public struct NewcArchive: Sendable {
  /// The form's fields are 32 bits wide.
  public static let fileLimit = Int(UInt32.max)

  /// The archive so far, without its end.
  private var content: [UInt8] = []
  private var directories: Set<String> = []
  private var nextInode = 1

  /// An empty archive.
  public init() {}

  private enum Format {
    static let directory = 0o040000
    static let file = 0o100000
    static let link = 0o120000
    static let characterDevice = 0o020000
  }

  /// Adds a directory and those above it that are not there yet.
  public mutating func addDirectory(_ path: String) {
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += prefix.isEmpty ? "\(part)" : "/\(part)"
      if directories.insert(prefix).inserted { add(prefix, mode: Format.directory | 0o755, links: 2) }
    }
  }

  /// Adds a file and the directories above it.
  ///
  /// - Throws: `TwinError` when it is too large for the form (4 GiB).
  public mutating func addFile(_ path: String, _ bytes: [UInt8], mode: Int = 0o644) throws(TwinError) {
    if bytes.count > Self.fileLimit {
      throw TwinError(.badRequest, "\(path): \(bytes.count) bytes are too many for an initramfs")
    }
    addParent(of: path)
    add(Self.relative(path), mode: Format.file | mode & 0o7777, bytes: bytes)
  }

  /// Adds a symbolic link and the directories above it.
  public mutating func addLink(_ path: String, to target: String) {
    addParent(of: path)
    add(Self.relative(path), mode: Format.link | 0o777, bytes: Array(target.utf8))
  }

  /// Adds a character device and the directories above it.
  public mutating func addCharacterDevice(_ path: String, major: Int, minor: Int, mode: Int = 0o600) {
    addParent(of: path)
    add(Self.relative(path), mode: Format.characterDevice | mode & 0o7777, device: (major, minor))
  }

  /// The whole archive with its end, padded to the 512 bytes that `cpio` writes.
  public var bytes: [UInt8] {
    var whole = self
    whole.add("TRAILER!!!", mode: 0, inode: 0)
    whole.pad(to: 512)
    return whole.content
  }

  private static func relative(_ path: String) -> String {
    path.split(separator: "/").joined(separator: "/")
  }

  private mutating func addParent(of path: String) {
    addDirectory(path.split(separator: "/").dropLast().joined(separator: "/"))
  }

  private mutating func add(
    _ name: String, mode: Int, links: Int = 1, bytes: [UInt8] = [], device: (major: Int, minor: Int) = (0, 0),
    inode: Int? = nil
  ) {
    let number = inode ?? nextInode
    if inode == nil { nextInode += 1 }
    // inode, mode, user, group, links, time, size, device of the file, device that it is, name's length, checksum.
    // Everything is root's and of no time: the same content gives the same bytes.
    let fields = [
      number, mode, 0, 0, links, 0, bytes.count, 0, 0, device.major, device.minor, name.utf8.count + 1, 0,
    ]
    content += Array("070701".utf8)
    for field in fields { content += Self.hexadecimal(field) }
    content += Array(name.utf8) + [0]
    pad(to: 4)
    content += bytes
    pad(to: 4)
  }

  private mutating func pad(to multiple: Int) {
    let rest = content.count % multiple
    if rest > 0 { content += [UInt8](repeating: 0, count: multiple - rest) }
  }

  private static func hexadecimal(_ number: Int) -> [UInt8] {
    let digits = Array(String(number, radix: 16).utf8)
    return [UInt8](repeating: UInt8(ascii: "0"), count: 8 - digits.count) + digits
  }
}
