internal import Host

/// `sysctl/vm.swappiness`: files below `/proc/sys`. A slash in a name stands for a dot in a file's name, as with
/// sysctl(8): `sysctl/net.ipv4.conf.eth0/1.rp_filter`.
struct SysctlKind: SettingKind {
  static let name = "sysctl"
  static let survivesReboot = false

  private let files: KernelFiles

  init(root: HostRoot) { files = KernelFiles(root: root, base: "proc/sys") }

  func read(_ name: String) throws(SettingError) -> String { try files.read(try Self.path(name)) }

  func write(_ name: String, _ text: String) throws(SettingError) {
    try files.write(try Self.path(name), text)
  }

  func isReadOnly(_ name: String) -> Bool { (try? Self.path(name)).map { files.isReadOnly($0) } ?? false }

  /// The path below `/proc/sys`.
  private static func path(_ name: String) throws(SettingError) -> String {
    let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
    let path = name.utf8.map { $0 == dot ? slash : $0 == slash ? dot : $0 }
    let parts = path.split(separator: slash, omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == [dot] || $0 == [dot, dot] }) else {
      throw .refused(reason: "sysctl/\(name): a part between dots is empty or could lead out of /proc/sys")
    }
    return String(decoding: path, as: UTF8.self)
  }
}
