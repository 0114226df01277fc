import Experiment
import Host
import Platform

/// Hosts that never were, for comparisons.
enum HostFixture {
  static let facts: [String: String] = [
    "kernel": "6.1.0-47-amd64", "kernel_version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.170-1",
    "architecture": "x86_64",
    "cpu_model": "Example 9000", "cpu_flags": "avx avx2 sse2", "memory_gib": "64", "topology": "packages 1",
    "host": "node1", "microcode": "0x1", "clocksource": "tsc",
    "command_line": "BOOT_IMAGE=/vmlinuz-47 root=/dev/vda1 ro",
    "mitigation_spectre_v2": "Mitigation: Retpolines", "mitigation_l1tf": "Not affected",
    "cgroup_controllers": "cpu cpuset memory", "distribution": "Debian", "read_as": "root",
    "nohz_full_cpus": "unknown",
  ]

  static let settings: [String: String] = [
    "sysctl/vm.swappiness": "60", "sysctl/kernel.numa_balancing": "0",
    "sysctl/kernel.osrelease": "6.1.0-47-amd64",
    "sysctl/kernel.threads-max": "192000",
    "sysfs/kernel/mm/transparent_hugepage/enabled": "always [madvise] never",
    "sysfs/devices/system/cpu/cpufreq/policy0/scaling_governor": "performance",
    "sysfs/devices/system/cpu/cpufreq/policy1/scaling_governor": "performance",
    "sysfs/block/vda/queue/scheduler": "[none] mq-deadline", "proc/modules": "ext4 kvm virtio_net",
  ]

  static func host(_ changed: [String: String?] = [:], settings changedSettings: [String: String?] = [:])
    -> Fingerprint
  {
    var noted = facts
    for (name, value) in changed { noted[name] = value }
    var all = settings
    for (name, value) in changedSettings { all[name] = value }
    return Fingerprint(mustMatch: [:], declared: [:], noted: noted, topology: topology(), settings: all)
  }

  static func topology(cpus: CPUSet = CPUSet(0..<4)) -> Topology {
    Topology(
      packages: 1, dies: 1, cores: cpus.count, coreCPUs: cpus.numbers.map { CPUSet([$0]) },
      packageCPUs: [cpus],
      cpus: cpus, offlineCPUs: CPUSet(), allowedCPUs: cpus, allowedNodes: CPUSet([0]),
      nodes: [.init(id: 0, cpus: cpus, memoryBytes: 64 << 30, memoryOnly: false)], distances: [[10]],
      caches: [],
      coreKinds: [])
  }
}
