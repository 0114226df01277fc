/// What differs between two looks at a host that nobody changed, and is therefore no difference.
enum PassingValues {
  /// Facts that say where and how this process ran, or how full the host was. `memory_gib` tells the memory.
  static let facts: Set<String> = [
    "memory_available_bytes", "memory_total_bytes", "cgroup_path", "read_as", "command_line",
  ]

  /// Settings that the kernel moves by itself; documents of older versions hold some.
  static let settings: Set<String> = [
    "sysctl/kernel.perf_event_max_sample_rate", "sysctl/kernel.ns_last_pid", "sysctl/kernel.pty.nr",
    "sysctl/fs.aio-nr", "sysctl/fs.dentry-state", "sysctl/fs.file-nr", "sysctl/fs.inode-nr",
    "sysctl/fs.inode-state",
  ]

  /// Defaults that the kernel reckons from free memory while it boots: each boot brings slightly other numbers.
  private static let fromMemory: [String] = [
    "sysctl/kernel.threads-max", "sysctl/fs.file-max", "sysctl/fs.epoll.max_user_watches", "sysctl/user.max_",
    "sysctl/fs.inotify.max_user_watches", "sysctl/fs.fanotify.max_user_marks", "sysctl/vm.min_free_kbytes",
    "sysctl/vm.user_reserve_kbytes", "sysctl/vm.admin_reserve_kbytes", "sysctl/net.ipv4.tcp_mem",
    "sysctl/net.ipv4.udp_mem", "sysctl/net.sctp.sctp_mem", "sysctl/net.ipv4.tcp_max_orphans",
    "sysctl/net.ipv4.tcp_max_tw_buckets", "sysctl/net.netfilter.nf_conntrack_", "sysctl/net.nf_conntrack_max",
    "sysctl/net.ipv4.tcp_rmem", "sysctl/net.ipv4.tcp_wmem", "sysctl/vm.lowmem_reserve_ratio",
  ]
  /// Share of a value by which such a number may differ.
  private static let tolerance = 0.05

  /// Whether two values of a setting are the same default, reckoned from slightly different memory.
  static func isReckoned(_ key: String, _ before: String, _ after: String) -> Bool {
    guard fromMemory.contains(where: { key.hasPrefix($0) }) else { return false }
    let numbers = [before, after].map { $0.split(separator: " ").map { Double($0) } }
    guard numbers[0].count == numbers[1].count else { return false }
    return zip(numbers[0], numbers[1]).allSatisfy { left, right in
      guard let left, let right else { return false }
      return abs(left - right) <= tolerance * max(abs(left), abs(right))
    }
  }

  /// Facts that are settings as well, by the settings' prefix: where both hosts have the setting, which the catalog
  /// knows, the fact is not told again.
  static let factsToldBySettings: [(fact: String, setting: String)] = [
    ("thp_enabled", "sysfs/kernel/mm/transparent_hugepage/enabled"),
    ("thp_defrag", "sysfs/kernel/mm/transparent_hugepage/defrag"),
    ("numa_balancing", "sysctl/kernel.numa_balancing"),
    ("clocksource", "sysfs/devices/system/clocksource/clocksource0/current_clocksource"),
    ("cpufreq_governor", "sysfs/devices/system/cpu/cpufreq/policy"),
    ("cpuidle_governor", "sysfs/devices/system/cpu/cpuidle/current_governor"),
    ("huge_pages", "sysfs/kernel/mm/hugepages/"),
  ]

  /// Settings that are facts as well: where both hosts have the fact, the setting is not told again.
  static let settingsToldByFacts: [String: String] = [
    "sysctl/kernel.osrelease": "kernel", "sysctl/kernel.version": "kernel_version",
    "sysctl/kernel.arch": "architecture", "sysctl/kernel.hostname": "host",
    "sysfs/devices/system/cpu/smt/control": "smt_control",
  ]
}
