@testable import Advice

extension MadeHost {
  /// The same chase in small and in huge pages.
  mutating func chase(small: Double = 130e-9, huge: Double) {
    let labels = ["cpu_node": "0", "memory_node": "0", "level": "DRAM", "working_set": "268435456"]
    measure("memory.latency", labels.merging(["pages": "4k"]) { $1 }, small)
    measure("memory.latency", labels.merging(["pages": "thp"]) { $1 }, huge)
  }

  /// The same chase of the own node's memory and of another's.
  mutating func chase(local: Double = 90e-9, remote: Double) {
    let labels = ["cpu_node": "0", "level": "DRAM", "working_set": "268435456", "pages": "thp"]
    measure("memory.latency", labels.merging(["memory_node": "0"]) { $1 }, local)
    measure("memory.latency", labels.merging(["memory_node": "1"]) { $1 }, remote)
  }

  /// What a thread that computes loses, and what of it a hypervisor takes.
  mutating func noise(_ share: Double, steal: Double = 0) {
    measure("scheduler.noise_share", ["cpu": "all", "threshold": "2us"], share, unit: "1")
    measure("scheduler.noise_steal", ["cpu": "all"], steal, unit: "1")
  }
}

extension RuleCase {
  private static let pages = "sysfs/kernel/mm/transparent_hugepage"
  private static let pool = "sysfs/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages"
  private static let balancing = "sysctl/kernel.numa_balancing"

  static let memoryCases = hugePageCases + nodeCases + reclaimCases

  private static let hugePageCases = [
    RuleCase("memory.thp-madvise", .latency, "\(pages)/enabled=madvise") {
      $0.settings["\(pages)/enabled"] = "always madvise [never]"
      $0.chase(huge: 100e-9)
    } miss: {
      $0.chase(huge: 125e-9)
    },
    RuleCase("memory.thp-always", .throughput, "\(pages)/enabled=always") {
      $0.settings["\(pages)/enabled"] = "always [madvise] never"
      $0.chase(huge: 100e-9)
    } miss: {
      $0.chase(huge: 115e-9)
    },
    RuleCase("memory.thp-defrag", .latency, "\(pages)/defrag=madvise") {
      $0.settings["\(pages)/defrag"] = "[always] defer defer+madvise madvise never"
      $0.measure("memory.bandwidth", ["kernel": "copy", "threads": "1"], 10e9, unit: "B/s")
    } miss: {
      $0.settings["\(pages)/defrag"] = "always [defer] defer+madvise madvise never"
    },
    RuleCase("memory.thp-shared", .latency, "\(pages)/shmem_enabled=advise") {
      $0.settings["\(pages)/shmem_enabled"] = "always within_size advise [never] deny force"
      $0.placement.guests = 2
      $0.chase(huge: 100e-9)
    } miss: {
      $0.placement.guests = 0
    },
    RuleCase("memory.huge-page-pool", .latency, "\(pool)=4096") {
      $0.settings[pool] = "0"
      $0.placement.guests = 2
      $0.placement.bytesByNode = [0: 8 << 30]
      $0.chase(huge: 100e-9)
    } miss: {
      $0.placement.bytesByNode = [0: 63 << 30]
    },
  ]

  private static let nodeCases = [
    RuleCase("numa.tier-promotion", .throughput, "\(balancing)=3") {
      $0.topology = MadeHost.machine(nodes: 1, cpusEach: 8, slowTier: true)
      $0.settings[balancing] = "1"
      $0.chase(remote: 200e-9)
    } miss: {
      $0.chase(remote: 100e-9)
    },
    RuleCase("numa.tier-demotion", .density, "sysfs/kernel/mm/numa/demotion_enabled=1") {
      $0.topology = MadeHost.machine(nodes: 1, cpusEach: 8, slowTier: true)
      $0.settings["sysfs/kernel/mm/numa/demotion_enabled"] = "false"
      $0.chase(remote: 200e-9)
    } miss: {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
    },
    RuleCase("numa.balancing-off", .latency, "\(balancing)=0") {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
      $0.settings[balancing] = "1"
      $0.placement.guests = 2
      $0.placement.isWithinNodes = true
      $0.noise(0.002)
    } miss: {
      $0.placement.isWithinNodes = false
    },
    RuleCase("numa.balancing-on", .throughput, "\(balancing)=1") {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
      $0.settings[balancing] = "0"
      $0.chase(remote: 140e-9)
    } miss: {
      $0.chase(remote: 100e-9)
    },
    RuleCase("numa.zone-reclaim-off", .latency, "sysctl/vm.zone_reclaim_mode=0") {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
      $0.settings["sysctl/vm.zone_reclaim_mode"] = "1"
      $0.chase(remote: 140e-9)
      $0.read(p50: 100e-6)
    } miss: {
      $0.read(p50: 40e-6)
    },
  ]

  private static let reclaimCases = [
    RuleCase("memory.watermarks", .latency, "sysctl/vm.watermark_scale_factor=30") {
      $0.settings["sysctl/vm.watermark_scale_factor"] = "10"
      $0.measure(
        "memory.bandwidth", ["kernel": "fill", "threads": "1", "store": "ordinary"], 20e9, unit: "B/s")
    } miss: {
      $0.measure(
        "memory.bandwidth", ["kernel": "fill", "threads": "1", "store": "ordinary"], 5e9, unit: "B/s")
    },
    RuleCase("noise.compaction", .latency, "sysctl/vm.compaction_proactiveness=0") {
      $0.settings["sysctl/vm.compaction_proactiveness"] = "20"
      $0.noise(0.005, steal: 0.001)
    } miss: {
      $0.noise(0.005, steal: 0.0045)
    },
    RuleCase("noise.khugepaged", .latency, "\(pages)/khugepaged/defrag=0") {
      $0.settings["\(pages)/khugepaged/defrag"] = "1"
      $0.placement.guests = 1
      $0.noise(0.005)
    } miss: {
      $0.noise(0.0005)
    },
  ]
}
