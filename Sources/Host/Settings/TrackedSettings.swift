/// The settings below `/sys` that can move a measurement. `*` stands for any part of one name.
enum TrackedSettings {
  static let patterns: [String] =
    transparentHugePages + samePageMerging + processors + idleStates + blockDevices + modules + [
      "kernel/mm/hugepages/*/nr_hugepages",
      "kernel/mm/hugepages/*/nr_overcommit_hugepages",
      "kernel/mm/lru_gen/enabled",
      "kernel/mm/lru_gen/min_ttl_ms",
      "kernel/mm/numa/demotion_enabled",
      "kernel/mm/mempolicy/weighted_interleave/auto",
      "kernel/mm/swap/vma_ra_enabled",
      "kernel/rcu_expedited",
      "kernel/rcu_normal",
      "kernel/debug/sched/*",
      "kernel/debug/sched/numa_balancing/*",
      "devices/virtual/workqueue/cpumask",
      "bus/workqueue/devices/writeback/cpumask",
      "devices/system/machinecheck/machinecheck0/check_interval",
      "devices/system/node/node*/hugepages/hugepages-*kB/nr_hugepages",
      "module/page_reporting/parameters/page_reporting_order",
      "module/pcie_aspm/parameters/policy",
      "module/spurious/parameters/noirqdebug",
    ]

  /// Built-in defaults that a kernel upgrade changes without a word.
  private static let modules = [
    "kvm*", "workqueue", "zswap", "haltpoll", "cpuidle_haltpoll", "intel_idle", "processor", "rcutree",
    "rcupdate",
    "page_alloc", "nvme", "nvme_core", "nvme_tcp", "virtio_blk", "virtio_net", "zram",
  ].map { "module/\($0)/parameters/*" }

  private static let transparentHugePages =
    [
      "enabled", "defrag", "shmem_enabled", "shrink_underused", "use_zero_page", "hugepages-*kB/enabled",
      "hugepages-*kB/shmem_enabled",
    ]
    .map { "kernel/mm/transparent_hugepage/\($0)" }
    + [
      "defrag", "pages_to_scan", "scan_sleep_millisecs", "alloc_sleep_millisecs", "max_ptes_none",
      "max_ptes_shared", "max_ptes_swap",
    ].map { "kernel/mm/transparent_hugepage/khugepaged/\($0)" }

  private static let samePageMerging = [
    "run", "pages_to_scan", "sleep_millisecs", "merge_across_nodes", "use_zero_pages", "max_page_sharing",
    "smart_scan", "advisor_mode", "advisor_max_cpu", "advisor_target_scan_time",
  ].map { "kernel/mm/ksm/\($0)" }

  private static let processors =
    [
      "cpufreq/boost", "cpufreq/policy*/scaling_governor", "cpufreq/policy*/scaling_min_freq",
      "cpufreq/policy*/scaling_max_freq", "cpufreq/policy*/energy_performance_preference",
      "cpuidle/current_governor", "intel_pstate/status", "intel_pstate/no_turbo", "intel_pstate/min_perf_pct",
      "intel_pstate/max_perf_pct", "amd_pstate/status", "smt/control",
    ].map { "devices/system/cpu/\($0)" } + ["devices/system/clocksource/clocksource0/current_clocksource"]

  /// Of the first CPU, which stands for the others: all of a large machine would be a thousand files.
  private static let idleStates = [
    "cpuidle/state*/name", "cpuidle/state*/latency", "cpuidle/state*/disable",
    "power/pm_qos_resume_latency_us",
  ].map { "devices/system/cpu/cpu0/\($0)" }

  private static let blockDevices = [
    "scheduler", "nr_requests", "read_ahead_kb", "rq_affinity", "nomerges", "max_sectors_kb", "wbt_lat_usec",
    "io_poll", "io_poll_delay", "write_cache", "iostats", "add_random", "rotational",
  ].map { "block/*/queue/\($0)" }

  /// Whether a name that a pattern found is no setting of the machine: loop and RAM disks come with every kernel, and
  /// `debug` is the scheduler's picture of the moment.
  static func skips(_ name: String, in directory: String) -> Bool {
    switch directory {
    case "sys/block": name.hasPrefix("loop") || name.hasPrefix("ram")
    case "sys/kernel/debug/sched": name == "debug"
    default: false
    }
  }
}
