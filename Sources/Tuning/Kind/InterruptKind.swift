internal import Host

/// `irq/24/smp_affinity_list` and `irq/default_smp_affinity`: files below `/proc/irq`. Interrupts that the kernel
/// manages itself refuse with EIO or EPERM.
struct InterruptKind: SettingKind {
  static let name = "irq"
  static let survivesReboot = false

  private let files: KernelFiles

  init(root: HostRoot) { files = KernelFiles(root: root, base: "proc/irq") }

  func obstacle(to name: String) -> String? {
    files.isPresent ? nil : "this kernel offers no /proc/irq"
  }

  func read(_ name: String) throws(SettingError) -> String { try files.read(name) }

  func write(_ name: String, _ text: String) throws(SettingError) { try files.write(name, text) }

  func expand(_ pattern: String) -> [String] { files.expand(pattern) }
}
