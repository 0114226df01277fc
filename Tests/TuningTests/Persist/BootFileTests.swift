import Testing

@testable import Tuning

@Suite struct BootFileTests {
  private func lines(_ key: String, _ value: String) throws -> [String] {
    let change = PlannedChange(
      key: try SettingKey(key), type: .text, current: "", wanted: value, why: "a test",
      risk: .init(level: .low, note: "none"), profile: "p")
    do throws(BootFile.Refusal) {
      return try BootFile.lines(change).map { "\($0.file.path)|\($0.file.section ?? "")|\($0.text)" }
    } catch {
      return ["refused: \(error.reason)"]
    }
  }

  @Test(arguments: [
    ("sysctl/vm.swappiness", "10", "etc/sysctl.d/90-assay-p.conf||vm.swappiness = 10"),
    (
      "sysctl/net.ipv4.conf.eth0/1.rp_filter", "1",
      "etc/sysctl.d/90-assay-p.conf||net.ipv4.conf.eth0/1.rp_filter = 1"
    ),
    ("sysfs/kernel/mm/a", "never", "etc/tmpfiles.d/90-assay-p.conf||w /sys/kernel/mm/a - - - - never"),
    ("sysfs/a", "50% of C:\\x", "etc/tmpfiles.d/90-assay-p.conf||w /sys/a - - - - 50%% of C:\\\\x"),
    ("sysfs/a", "", "etc/tmpfiles.d/90-assay-p.conf||w /sys/a - - - - \\n"),
    ("sysfs/a", "-", "etc/tmpfiles.d/90-assay-p.conf||w /sys/a - - - - \\x2d"),
    (
      "irq/default_smp_affinity", "3",
      "etc/tmpfiles.d/90-assay-p.conf||w /proc/irq/default_smp_affinity - - - - 3"
    ),
    (
      "systemd/system.slice/AllowedCPUs", "0-1",
      "etc/systemd/system/system.slice.d/90-assay-p.conf|[Slice]|AllowedCPUs=0-1"
    ),
    (
      "systemd/cron.service/CPUWeight", "5%",
      "etc/systemd/system/cron.service.d/90-assay-p.conf|[Service]|CPUWeight=5%%"
    ),
  ]) func aLineForEachKind(key: String, value: String, line: String) throws {
    #expect(try lines(key, value) == [line])
  }

  /// The module may be loaded after tmpfiles.d was read.
  @Test func parametersOfModulesStandInTwoFiles() throws {
    #expect(
      try lines("sysfs/module/kvm/parameters/halt_poll_ns", "0") == [
        "etc/tmpfiles.d/90-assay-p.conf||w /sys/module/kvm/parameters/halt_poll_ns - - - - 0",
        "etc/modprobe.d/90-assay-p.conf||options kvm halt_poll_ns=0",
      ])
    #expect(try lines("sysfs/module/kvm/parameters/a", "two words").count == 1)
  }

  @Test(arguments: [
    ("irq/24/smp_affinity", "numbered anew"), ("sysfs/block/sda/queue/scheduler", "another name"),
    ("sysfs/block/@wwn-1/queue/scheduler", "another name"), ("debugfs/sched/a", "need not be mounted"),
    ("cgroup/assay-a/cpuset.cpus", "gone after a boot"), ("boot/cmdline", "kind boot"),
    ("sysctl/vm.sw*", "sysctl.d cannot name it"), ("sysctl/-vm.a", "cannot name"),
    ("sysctl/a/b.c", "cannot name"), ("sysctl/a=b.c", "cannot name"), ("sysfs/a[1]/b", "cannot name"),
    ("systemd/a.scope/AllowedCPUs", "keeps nothing of a.scope"),
  ]) func whatNoFileCanRepeatSaysWhy(key: String, reason: String) throws {
    let found = try lines(key, "1")
    #expect(found.count == 1 && found[0].hasPrefix("refused: ") && found[0].contains(reason), "\(found)")
  }
}
