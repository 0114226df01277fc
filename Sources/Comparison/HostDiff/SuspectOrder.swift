internal import Platform

/// What is asked first when a metric got worse.
///
/// A host that changed in many places is best read in the order in which past findings explain such a change: for memory
/// the page size and its placement come before the kernel as a whole, for task switches the mitigations do.
enum SuspectOrder {
  /// By the first part of a metric's name: patterns of keys, the likeliest first. `*` stands for anything.
  private static let asked: [String: [String]] = [
    "memory": [
      "sysfs/kernel/mm/transparent_hugepage/*", "thp_*", "boot/transparent_hugepage",
      "sysctl/kernel.numa_balancing*",
      "boot/numa_balancing", "huge_pages", "sysctl/vm.nr_hugepages", "sysfs/*/hugepages/*",
      "sysctl/vm.zone_reclaim_mode",
      "mitigation_spec_store_bypass", "mitigation_gather_data_sampling", "mitigation_*", "boot/mitigations",
      "sysfs/devices/system/cpu/cpufreq/*", "sysfs/kernel/mm/ksm/*",
    ],
    "scheduler": [
      "mitigation_*", "boot/mitigations", "boot/spec*", "sysfs/devices/system/cpu/cpufreq/*", "cpufreq_*",
      "sysfs/*/cpuidle/*", "cpuidle_*", "sysfs/module/*idle*", "sysfs/module/haltpoll/*", "boot/idle",
      "boot/*max_cstate", "boot/preempt", "config_PREEMPT*", "config_preempt*", "config_hz", "boot/isolcpus",
      "isolated_cpus", "boot/nohz_full", "nohz_full_cpus", "sysfs/kernel/debug/sched/*",
      "sysctl/kernel.sched_*",
      "*clocksource*", "boot/tsc", "smt_control",
    ],
    "aio": [
      "sysfs/block/*/queue/scheduler", "sysfs/block/*/queue/wbt_lat_usec", "sysfs/block/*", "mitigation_*",
      "boot/mitigations", "boot/*iommu*", "sysfs/*/cpuidle/*", "cpuidle_*",
      "sysfs/devices/system/cpu/cpufreq/*",
      "*clocksource*", "sysctl/vm.dirty_*",
    ],
    "compression": [
      "sysfs/devices/system/cpu/cpufreq/*", "cpufreq_*", "mitigation_spec_store_bypass",
      "mitigation_gather_data_sampling", "sysfs/kernel/mm/transparent_hugepage/*", "thp_*",
    ],
    "migration": [
      "sysfs/module/kvm*", "mitigation_*", "boot/mitigations", "sysfs/kernel/mm/transparent_hugepage/*",
      "thp_*",
      "sysfs/kernel/mm/ksm/*", "sysctl/net.*", "sysfs/*/cpuidle/*", "sysfs/devices/system/cpu/cpufreq/*",
    ],
  ]

  /// How early a difference is asked for a metric; smaller is earlier, nil: not at all.
  static func place(_ difference: HostDifference, metricID: String) -> Int? {
    let area = String(metricID.prefix { $0 != "." })
    let patterns = asked[area] ?? []
    if let place = patterns.firstIndex(where: { Wildcard.matches(difference.key, $0) }) { return place }
    if difference.relevance >= .surroundings { return nil }
    let isNamed = difference.names(metricID)
    if isNamed, difference.relevance != .setting { return 1_000 }
    if difference.moves.contains(HostDifference.everyMetric) { return 2_000 }
    // Of an unknown setting in the metric's area nothing speaks against it.
    return isNamed || difference.moves.isEmpty ? 3_000 : nil
  }
}
