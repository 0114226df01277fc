internal import Platform

/// What a key's name tells of its importance. `*` stands for anything, `/` and `.` included.
struct RelevanceRule: Sendable {
  let pattern: String
  let relevance: Relevance
  /// As `HostDifference.moves`.
  let moves: [String]
  /// One line for people, where the catalog of settings has none.
  let note: String?

  init(_ pattern: String, _ relevance: Relevance, moves: [String] = [], _ note: String? = nil) {
    self.pattern = pattern
    self.relevance = relevance
    self.moves = moves
    self.note = note
  }

  func matches(_ key: String) -> Bool { Wildcard.matches(key, pattern) }

  private static let everything = [HostDifference.everyMetric]
  private static let kernelEntries = ["scheduler", "aio", "migration", "compression", "memory"]

  /// The rules; the first that matches counts. What none matches is a setting of which nothing is known.
  static let all: [RelevanceRule] = hardware + kernel + mitigations + boot + knobs + surroundings + areas

  private static let hardware = [
    RelevanceRule("cpu_*", .hardware, moves: everything),
    RelevanceRule("topology*", .hardware, moves: everything),
    RelevanceRule("memory_gib", .hardware, moves: everything),
    RelevanceRule("product", .hardware, moves: everything),
    RelevanceRule("hypervisor", .hardware, moves: everything),
  ]

  private static let kernel = [
    RelevanceRule("kernel", .kernel, moves: everything),
    RelevanceRule(
      "kernel_version", .kernel, moves: everything,
      "which build of the kernel, and how it lets itself be preempted"),
    RelevanceRule("architecture", .kernel, moves: everything),
  ]

  private static let mitigations = [
    RelevanceRule(
      "mitigation_spec_store_bypass", .mitigation,
      moves: ["memory", "compression", "scheduler", "aio", "migration"],
      "while it is on, loads wait for earlier stores: user code pays, not only system calls"),
    RelevanceRule(
      "mitigation_gather_data_sampling", .mitigation, moves: ["memory", "compression"],
      "makes AVX gather instructions slow"),
    RelevanceRule(
      "mitigation_*", .mitigation, moves: kernelEntries,
      "paid at each entry into the kernel, at task switches, or at exits of guests"),
  ]

  private static let boot =
    [
      "BOOT_IMAGE", "root", "ro", "rw", "initrd", "quiet", "splash", "console", "resume", "init", "rdinit",
      "panic",
      "rootfstype", "rootflags", "rootdelay", "loglevel", "crashkernel", "earlyprintk", "net.ifnames",
    ].map { RelevanceRule("boot/\($0)", .surroundings) } + [
      RelevanceRule("boot/mitigations", .mitigation, moves: kernelEntries),
      RelevanceRule("boot/spec*", .mitigation, moves: kernelEntries),
      RelevanceRule("boot/*", .boot, moves: everything, "a word of the kernel's command line"),
      RelevanceRule("isolated_cpus", .boot, moves: everything, "CPUs that the scheduler leaves alone"),
      RelevanceRule(
        "nohz_full_cpus", .boot, moves: ["scheduler", "aio"], "CPUs whose tick stops while one thread runs"),
      RelevanceRule("smt_control", .boot, moves: everything, "whether cores run two threads each"),
      RelevanceRule("config_*", .boot, moves: everything, "an option that the kernel was built with"),
      RelevanceRule("microcode", .microcode, moves: everything, "what the processor's own program is"),
      RelevanceRule(
        "firmware", .microcode, moves: everything, "the firmware sets power limits and memory timing"),
    ]

  private static let knobs = [
    RelevanceRule(
      "clocksource", .knob, moves: ["scheduler", "aio", "migration"], "how dear it is to read the clock"),
    RelevanceRule(
      "*/clocksource/*", .knob, moves: ["scheduler", "aio", "migration"], "how dear it is to read the clock"),
    RelevanceRule(
      "cpufreq_*", .knob, moves: everything, "who sets the processor's frequency, and by which rule"),
    RelevanceRule(
      "sysfs/devices/system/cpu/cpufreq/*", .knob, moves: everything, "how fast the processor may run"),
    RelevanceRule(
      "sysfs/devices/system/cpu/*_pstate/*", .knob, moves: everything, "how fast the processor may run"),
    RelevanceRule(
      "cpuidle_*", .knob, moves: ["scheduler", "aio", "migration"], "how deep an idle CPU sleeps"),
    RelevanceRule(
      "sysfs/*/cpuidle/*", .knob, moves: ["scheduler", "aio", "migration"], "how deep an idle CPU sleeps"),
    RelevanceRule(
      "sysfs/module/*idle*", .knob, moves: ["scheduler", "aio", "migration"], "how deep an idle CPU sleeps"),
    RelevanceRule(
      "sysfs/module/haltpoll/*", .knob, moves: ["scheduler", "aio"], "how long a guest's idle CPU polls"),
    RelevanceRule(
      "sysfs/kernel/mm/transparent_hugepage/*", .knob, moves: ["memory", "compression", "migration"]),
    RelevanceRule("thp_*", .knob, moves: ["memory", "compression", "migration"]),
    RelevanceRule("huge_pages", .knob, moves: ["memory", "compression", "migration"], "pools of huge pages"),
    RelevanceRule("numa_balancing", .knob, moves: ["memory", "scheduler"]),
    RelevanceRule(
      "sysfs/kernel/mm/lru_gen/*", .knob, moves: ["memory", "compression"],
      "how the kernel finds pages to reclaim"),
    RelevanceRule(
      "sysfs/kernel/debug/sched/features", .knob, moves: ["scheduler"], "features of the scheduler"),
    RelevanceRule("sysfs/kernel/debug/sched/*", .knob, moves: ["scheduler"]),
    RelevanceRule("sysctl/kernel.sched_*", .knob, moves: ["scheduler"]),
    RelevanceRule("sysfs/module/kvm*", .knob, moves: ["migration"], "a default of KVM: guests feel it"),
    RelevanceRule("sysfs/module/zswap/*", .knob, moves: ["memory", "compression"]),
    RelevanceRule("compression.*", .knob, moves: ["compression"], "the library that compresses"),
    RelevanceRule("swap_total_bytes", .knob, moves: ["memory"], "room to swap to"),
    RelevanceRule("psi", .knob, moves: ["scheduler"], "accounting of pressure, paid at each task switch"),
  ]

  private static let surroundings = [
    "distribution", "init", "container", "host", "cgroup_*", "proc/*", "storage.*", "sysctl/kernel.hostname",
    "sysctl/kernel.domainname", "sysctl/kernel.core_pattern", "sysctl/kernel.modprobe",
    "sysctl/kernel.tainted",
    "sysctl/kernel.printk*", "clocksources",
  ].map { RelevanceRule($0, .surroundings) }

  /// Settings of which nothing is known but where they are.
  private static let areas = [
    RelevanceRule("sysctl/vm.*", .setting, moves: ["memory", "compression", "aio", "migration"]),
    RelevanceRule("sysctl/kernel.*", .setting, moves: ["scheduler"]),
    RelevanceRule("sysctl/fs.*", .setting, moves: ["aio"]),
    RelevanceRule("sysctl/net.*", .setting, moves: ["migration"]),
    RelevanceRule("sysfs/block/*", .setting, moves: ["aio"]),
    RelevanceRule("sysfs/module/nvme*", .setting, moves: ["aio"]),
    RelevanceRule("sysfs/module/virtio_blk/*", .setting, moves: ["aio"]),
    RelevanceRule("sysfs/module/virtio_net/*", .setting, moves: ["migration"]),
    RelevanceRule("sysfs/kernel/mm/*", .setting, moves: ["memory"]),
    RelevanceRule("sysfs/module/rcu*", .setting, moves: ["scheduler"]),
    RelevanceRule("sysfs/*workqueue*", .setting, moves: ["scheduler"]),
  ]
}
