internal import Host

/// `sysfs/kernel/mm/transparent_hugepage/enabled`: files below `/sys`. Block devices are named by stable id where they
/// have one: `sysfs/block/@wwn-0x5000c500a1b2c3d4/queue/scheduler`.
struct SysfsKind: SettingKind {
  static let name = "sysfs"
  static let survivesReboot = false

  private let files: KernelFiles
  private let devices: BlockNames

  init(root: HostRoot) {
    files = KernelFiles(root: root, base: "sys")
    devices = BlockNames(root: root)
  }

  func read(_ name: String) throws(SettingError) -> String { try files.read(try devices.resolve(name)) }

  func write(_ name: String, _ text: String) throws(SettingError) {
    try files.write(try devices.resolve(name), text)
  }

  func isReadOnly(_ name: String) -> Bool {
    (try? devices.resolve(name)).map { files.isReadOnly($0) } ?? false
  }

  func expand(_ pattern: String) -> [String] {
    let found = files.expand(pattern)
    guard pattern.hasPrefix(BlockNames.prefix) else { return found }
    return devices.stable(found)
  }

  func device(of name: String) -> String? { devices.identity(of: name) }
}
