@testable import Advice

extension MadeHost {
  /// What a compressor does with pages of processes.
  mutating func codec(_ name: String, ratio: Double, back: Double, rate: Double) {
    let labels = ["codec": name, "level": "default", "block": "4k", "corpus": "processes"]
    let single = labels.merging(["threads": "1"]) { $1 }
    measure("compression.ratio", labels, ratio, unit: "1")
    for quantile in ["p50", "p99"] {
      measure(
        "compression.latency", single.merging(["direction": "decompress", "quantile": quantile]) { $1 }, back)
    }
    measure("compression.throughput", single.merging(["direction": "compress"]) { $1 }, rate, unit: "B/s")
  }

  /// Shares of pages of processes that hold one word only.
  mutating func equalPages(zero: Double, same: Double) {
    for (kind, share) in [("zero", zero), ("same", same)] {
      measure(
        "compression.blocks_share", ["block": "4k", "corpus": "processes", "kind": kind], share, unit: "1")
    }
  }
}

extension RuleCase {
  private static let merging = "sysfs/kernel/mm/ksm"
  private static let zswap = "sysfs/module/zswap/parameters"

  static let densityCases = swapCases + samePageCases + overcommitCases

  private static let swapCases = [
    RuleCase("swap.keep-guests", .latency, "sysctl/vm.swappiness=1") {
      $0.settings["sysctl/vm.swappiness"] = "60"
      $0.noted["swap_total_bytes"] = "8589934592"
      $0.read(p50: 100e-6)
      $0.chase(huge: 100e-9)
    } miss: {
      $0.noted["swap_total_bytes"] = "0"
    },
    RuleCase("swap.compressed-cost", .density, "sysctl/vm.swappiness=194") {
      $0.settings["sysctl/vm.swappiness"] = "60"
      $0.settings["\(zswap)/enabled"] = "Y"
      $0.settings["\(zswap)/compressor"] = "lz4"
      $0.noted["swap_total_bytes"] = "8589934592"
      $0.read(p50: 90e-6)
      $0.codec("zram-lz4", ratio: 2, back: 3e-6, rate: 1e9)
    } miss: {
      $0.settings["\(zswap)/enabled"] = "N"
    },
    RuleCase("swap.page-cluster", .density, "sysctl/vm.page-cluster=0") {
      $0.settings["sysctl/vm.page-cluster"] = "3"
      $0.noted["swap_total_bytes"] = "8589934592"
      $0.read(p50: 100e-6)
    } miss: {
      $0.read(p50: 8e-3)
    },
    RuleCase("swap.compressor", .density) {
      $0.codec("zram-zstd", ratio: 3, back: 15e-6, rate: 300e6)
    } miss: {
      $0.codec("zram-zstd", ratio: 3, back: 40e-6, rate: 300e6)
    },
  ]

  private static let samePageCases = [
    RuleCase("density.ksm-nodes", .density, "\(merging)/merge_across_nodes=0") {
      $0.topology = MadeHost.machine(nodes: 2, cpusEach: 8)
      $0.settings["\(merging)/run"] = "0"
      $0.settings["\(merging)/merge_across_nodes"] = "1"
      $0.equalPages(zero: 0.06, same: 0.02)
      $0.chase(remote: 180e-9)
    } miss: {
      $0.chase(remote: 120e-9)
    },
    RuleCase("density.ksm-run", .density, "\(merging)/run=1") {
      $0.settings["\(merging)/run"] = "0"
      $0.equalPages(zero: 0.06, same: 0.02)
    } miss: {
      $0.equalPages(zero: 0.01, same: 0.02)
    },
    RuleCase("density.ksm-rate", .density, "\(merging)/pages_to_scan=300") {
      $0.settings["\(merging)/pages_to_scan"] = "100"
      $0.settings["\(merging)/sleep_millisecs"] = "20"
      $0.noted["memory_total_bytes"] = "\(MadeHost.memory)"
      $0.equalPages(zero: 0.06, same: 0.02)
    } miss: {
      $0.settings["\(merging)/pages_to_scan"] = "200"
    },
    RuleCase("noise.ksm-off", .latency, "\(merging)/run=0") {
      $0.settings["\(merging)/run"] = "1"
      $0.noise(0.002)
    } miss: {
      $0.settings["\(merging)/run"] = "2"
    },
  ]

  private static let overcommitCases = [
    RuleCase("density.overcommit", .latency, "sysctl/vm.overcommit_memory=0") {
      $0.settings["sysctl/vm.overcommit_memory"] = "2"
      $0.settings["sysctl/vm.overcommit_ratio"] = "50"
      $0.settings["sysctl/vm.overcommit_kbytes"] = "0"
      $0.noted["memory_total_bytes"] = "\(MadeHost.memory)"
      $0.noted["swap_total_bytes"] = "0"
      $0.placement.guests = 4
      $0.placement.guestBytes = 48 << 30
    } miss: {
      $0.placement.guestBytes = 16 << 30
    }
  ]
}
