import Platform
import TestSupport
import Testing

@testable import Host

struct SettingsSnapshotTests {
  private static func settings(_ files: [String: String]) throws -> [String: String] {
    let tree = try TemporaryTree(files)
    return SettingsSnapshot.read(root: HostRoot(directory: tree.path))
  }

  @Test func valuesAreAsTheKernelPrintsThem() throws {
    let settings = try Self.settings([
      "proc/sys/vm/swappiness": "60\n", "proc/sys/net/ipv4/tcp_rmem": "4096\t131072\t\t6291456\n",
      "proc/sys/kernel/core_pattern": "\n",
      "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
    ])
    #expect(
      settings == [
        "sysctl/vm.swappiness": "60", "sysctl/net.ipv4.tcp_rmem": "4096 131072 6291456",
        "sysctl/kernel.core_pattern": "",
        "sysfs/kernel/mm/transparent_hugepage/enabled": "always [madvise] never",
      ])
  }

  @Test func stateSecretsAndInterfacesAreLeftOut() throws {
    let settings = try Self.settings([
      "proc/sys/kernel/random/uuid": "x", "proc/sys/kernel/random/boot_id": "x",
      "proc/sys/fs/file-nr": "1 2 3",
      "proc/sys/kernel/ns_last_pid": "9", "proc/sys/vm/stat_refresh": "",
      "proc/sys/fs/binfmt_misc/status": "x",
      "proc/sys/net/ipv4/conf/eth0.100/rp_filter": "1", "proc/sys/net/ipv4/conf/all/rp_filter": "2",
      "proc/sys/net/ipv6/neigh/lo/gc_stale_time": "1", "proc/sys/net/ipv6/neigh/default/gc_stale_time": "60",
      "proc/sys/net/ipv4/tcp_fastopen_key": "secret", "proc/sys/net/ipv6/conf/all/stable_secret": "secret",
      "proc/sys/net/ipv4/route/flush": "0", "proc/sys/kernel/random/urandom_min_reseed_secs": "60",
    ])
    #expect(
      settings == [
        "sysctl/net.ipv4.conf.all.rp_filter": "2", "sysctl/net.ipv6.neigh.default.gc_stale_time": "60",
        "sysctl/kernel.random.urandom_min_reseed_secs": "60",
      ])
  }

  @Test func patternsFindEveryDeviceButNoLoops() throws {
    let settings = try Self.settings([
      "sys/block/vda/queue/scheduler": "[none] mq-deadline\n",
      "sys/block/nvme0n1/queue/scheduler": "[none]\n",
      "sys/block/loop0/queue/scheduler": "[none]\n", "sys/block/vda/queue/hw_sector_size": "512\n",
      "sys/devices/system/cpu/cpufreq/policy0/scaling_governor": "performance\n",
      "sys/module/kvm/parameters/halt_poll_ns": "200000\n", "sys/module/kvmalike": "not a directory",
    ])
    #expect(
      Set(settings.keys) == [
        "sysfs/block/vda/queue/scheduler", "sysfs/block/nvme0n1/queue/scheduler",
        "sysfs/devices/system/cpu/cpufreq/policy0/scaling_governor",
        "sysfs/module/kvm/parameters/halt_poll_ns",
      ])
  }

  @Test func loadedModulesAreOneListInTheOrderOfTheirNames() throws {
    let settings = try Self.settings([
      "proc/modules": "zram 40960 0 - Live 0x0\next4 1048576 2 - Live 0x0\nkvm 1 1 kvm_amd, Live 0x0\n"
    ])
    #expect(settings == ["proc/modules": "ext4 kvm zram"])
  }

  @Test func whatTheKernelMovesByItselfIsLeftOut() throws {
    #expect(try Self.settings(["proc/sys/kernel/perf_event_max_sample_rate": "25000"]).isEmpty)
  }

  @Test func oneCPUsIdleStatesStandForAll() throws {
    let settings = try Self.settings([
      "sys/devices/system/cpu/cpu0/cpuidle/state1/latency": "33\n",
      "sys/devices/system/cpu/cpu1/cpuidle/state1/latency": "33\n",
      "sys/devices/system/cpu/cpu0/cpuidle/state1/usage": "12345\n",
    ])
    #expect(settings == ["sysfs/devices/system/cpu/cpu0/cpuidle/state1/latency": "33"])
  }

  @Test func thisMachineTakenTwiceIsTheSame() {
    let first = SettingsSnapshot.read(root: .live)
    let second = SettingsSnapshot.read(root: .live)
    let changed = Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }
    // Other tests add devices and load modules meanwhile.
    #expect(
      changed.filter { !$0.hasPrefix("sysfs/block/") && !$0.contains("zram") && $0 != "proc/modules" }.isEmpty
    )
  }

  @Test func aDotInsideANameBecomesASlash() {
    #expect(SysctlFilter.dotted(["net", "ipv4", "conf", "eth0.1", "mtu"]) == "net.ipv4.conf.eth0/1.mtu")
  }

  @Test func anEmptyMachineHasNoSettings() throws {
    #expect(try Self.settings([:]).isEmpty)
  }

  @Test func thisMachineHasTheSettingsOfEveryLinux() {
    let settings = SettingsSnapshot.read(root: .live)
    #expect(settings["sysctl/kernel.ostype"] == "Linux")
    #expect(settings["sysctl/vm.swappiness"].flatMap { Int($0) } != nil)
    #expect(settings.keys.allSatisfy { ["sysctl/", "sysfs/", "proc/"].contains(where: $0.hasPrefix) })
    #expect(settings.values.allSatisfy { !$0.contains("\t") })
  }
}
