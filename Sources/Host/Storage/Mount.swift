public import Platform

/// One line of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
public struct Mount: Sendable, Equatable {
  /// The mount's number.
  public let id: Int
  /// The mount that it stands on.
  public let parent: Int
  /// The device number of the files in it; anonymous for tmpfs, overlay, btrfs and others.
  public let device: DeviceNumber
  /// The directory of the file system that is its top: not `/` for bind mounts and subvolumes.
  public let root: String
  /// Where it is mounted.
  public let point: String
  /// The mount's own options: `rw,relatime`.
  public let options: String
  /// `ext4`, `xfs`, `fuse.sshfs`.
  public let fileSystem: String
  /// What is mounted: `/dev/sda1`, `server:/export`, or a word of no meaning.
  public let source: String
  /// The file system's options: `rw,discard`.
  public let superOptions: String

  /// Whether nothing can be written through it.
  public var isReadOnly: Bool {
    options.split(separator: ",").contains("ro") || superOptions.split(separator: ",").contains("ro")
  }

  /// Reads one line; nil when it is none.
  init?(line: some StringProtocol) {
    // A source may be empty, which leaves two spaces.
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    // Between the options and the hyphen stand any number of fields of no interest here.
    guard words.count >= 10, let hyphen = words[6...].firstIndex(of: "-"), words.count >= hyphen + 4,
      let id = Int(words[0]), let parent = Int(words[1]), let device = DeviceNumber(words[2])
    else { return nil }
    self.id = id
    self.parent = parent
    self.device = device
    root = Self.unescaped(words[3])
    point = Self.unescaped(words[4])
    options = Self.unescaped(words[5])
    fileSystem = Self.unescaped(words[hyphen + 1])
    source = Self.unescaped(words[hyphen + 2])
    superOptions = Self.unescaped(words[hyphen + 3])
  }

  /// The kernel writes space, tab, line end, backslash and `#` as a backslash and three octal digits.
  static func unescaped(_ text: some StringProtocol) -> String {
    guard text.contains("\\") else { return String(text) }
    let escaped = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < escaped.count {
      let digits = escaped[index...].dropFirst().prefix(3)
      if escaped[index] == UInt8(ascii: "\\"), digits.count == 3,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(value)
        index += 4
      } else {
        bytes.append(escaped[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
