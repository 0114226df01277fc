import Testing

@testable import Host

@Suite struct SettingFilesTests {
  @Test(arguments: [
    "/proc/sys/vm/swappiness", "/proc/sys/net/ipv4/conf/all/rp_filter",
    "/sys/fs/cgroup/cpuset.cpus.effective",
    "/sys/fs/cgroup/assay/cpuset.cpus.partition", "/sys/fs/cgroup/assay/cgroup.pressure",
    "/sys/fs/cgroup/cgroup.subtree_control", "/sys/kernel/mm/ksm/run", "/etc/sysctl.d/90-assay.conf",
  ])
  func settingsAre(_ path: String) { #expect(SettingFiles.isSetting(path)) }

  @Test(arguments: [
    "/proc/sys/fs/file-nr", "/proc/sys/kernel/random/uuid", "/proc/sys/net/ipv4/conf/eth0/rp_filter",
    "/proc/sys/kernel/sched_domain/cpu0/domain0/flags", "/sys/fs/cgroup/cpu.stat",
    "/sys/fs/cgroup/cpu.stat.local",
    "/sys/fs/cgroup/a/cgroup.procs", "/sys/fs/cgroup/a/memory.current", "/sys/fs/cgroup/a/io.pressure",
    "/sys/fs/cgroup/a/memory.numa_stat", "/sys/kernel/debug/sched/debug",
  ])
  func countersAndListsAreNot(_ path: String) { #expect(!SettingFiles.isSetting(path)) }
}
