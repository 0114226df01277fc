internal import Host

/// `debugfs/sched/migration_cost_ns`: files below `/sys/kernel/debug`, which only root may see.
struct DebugfsKind: SettingKind {
  static let name = "debugfs"
  static let survivesReboot = false

  private let files: KernelFiles

  init(root: HostRoot) { files = KernelFiles(root: root, base: "sys/kernel/debug") }

  func obstacle(to name: String) -> String? {
    files.isPresent ? nil : "debugfs is not in this kernel or not mounted at /sys/kernel/debug"
  }

  func read(_ name: String) throws(SettingError) -> String { try files.read(name) }

  func write(_ name: String, _ text: String) throws(SettingError) { try files.write(name, text) }

  func expand(_ pattern: String) -> [String] { files.expand(pattern) }
}
