internal import Host
internal import Platform

/// `debugfs/sched/migration_cost_ns`: files below `/sys/kernel/debug`, which only root may see.
struct DebugfsKind: SettingKind {
  static let name = "debugfs"
  static let survivesReboot = false

  private let files: KernelFiles

  init(root: HostRoot) { files = KernelFiles(root: root, base: "sys/kernel/debug") }

  /// An empty folder is one that nothing is mounted on; one that may not be looked into is for root to judge.
  func obstacle(to name: String) -> String? {
    let names = files.isPresent ? try? Files.names(in: files.root.path(files.base)) : []
    guard let names, names.isEmpty else { return nil }
    return "debugfs is not in this kernel or not mounted at /sys/kernel/debug"
  }

  /// `sched/preempt` marks the chosen word with parentheses where all others have brackets.
  func read(_ name: String) throws(SettingError) -> String {
    let text = try files.read(name)
    guard name == "sched/preempt" else { return text }
    return text.replacing("(", with: "[").replacing(")", with: "]")
  }

  func write(_ name: String, _ text: String) throws(SettingError) { try files.write(name, text) }

  func expand(_ pattern: String) -> [String] { files.expand(pattern) }
}
