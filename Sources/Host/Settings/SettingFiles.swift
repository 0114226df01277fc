/// Where a machine's settings are when somebody else reads the files: in a twin, a shell.
public enum SettingFiles {
  /// Directories of which every file is read, but for those that `isSetting` leaves out.
  public static let trees = ["/proc/sys", "/sys/fs/cgroup"]

  /// Further files; `*` stands for any part of one name, as a shell has it.
  public static let patterns =
    TrackedSettings.patterns.map { "/sys/\($0)" } + ["/proc/irq/*/smp_affinity_list"]

  /// What follows the last dot in the name of a control group's file that counts or lists instead of setting.
  private static let counted: Set<Substring> = [
    "stat", "pressure", "current", "peak", "events", "local", "numa_stat", "procs", "threads",
  ]

  /// Whether a file that was found there is a setting, as opposed to a counter, a secret or a list of processes.
  public static func isSetting(_ path: String) -> Bool {
    let names = path.split(separator: "/").map(String.init)
    if path.hasPrefix("/proc/sys/") {
      let below = Array(names.dropFirst(2))
      return SysctlFilter.keeps(below)
        && below.indices.allSatisfy { SysctlFilter.enters(Array(below[..<$0])) }
    }
    guard let name = names.last, name != "cgroup.pressure" else { return true }
    guard path.hasPrefix("/sys/fs/cgroup/") else {
      return !TrackedSettings.skips(name, in: names.dropLast().joined(separator: "/"))
    }
    return !(name.split(separator: ".").last.map(counted.contains) ?? false)
  }
}
