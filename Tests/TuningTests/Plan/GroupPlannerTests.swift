import Platform
import TestSupport
import Testing

@testable import Tuning

/// On a captured machine of 2 nodes; its control groups are made up.
@Suite struct GroupPlannerTests {
  /// A tree with a topology that hwloc reads: so many CPUs of one core each, on one node.
  private func fixture(cpus: Int = 4, kernel: String = "6.8.0") throws -> TuningFixture {
    var files = [
      "host/proc/sys/kernel/osrelease": kernel,
      "host/sys/fs/cgroup/cgroup.controllers": "cpuset cpu memory",
      "host/sys/fs/cgroup/cgroup.subtree_control": "cpu memory",
      "host/sys/devices/system/cpu/online": "0-\(cpus - 1)",
      "host/sys/devices/system/cpu/possible": "0-\(cpus - 1)",
      "host/sys/devices/system/cpu/present": "0-\(cpus - 1)", "host/sys/devices/system/node/online": "0",
      "host/sys/devices/system/node/possible": "0",
      "host/sys/devices/system/node/node0/cpumap": String((1 << cpus) - 1, radix: 16),
      "host/sys/devices/system/node/node0/cpulist": "0-\(cpus - 1)",
      "host/sys/devices/system/node/node0/meminfo": "Node 0 MemTotal: 1048576 kB\n",
      "host/proc/cpuinfo": "", "host/proc/meminfo": "MemTotal: 1048576 kB\n", "host/proc/mounts": "",
    ]
    for cpu in 0..<cpus {
      let folder = "host/sys/devices/system/cpu/cpu\(cpu)/topology"
      let mask = String(1 << cpu, radix: 16)
      files["\(folder)/core_id"] = "\(cpu)"
      files["\(folder)/physical_package_id"] = "0"
      files["\(folder)/thread_siblings"] = mask
      files["\(folder)/core_cpus"] = mask
      files["\(folder)/core_siblings"] = String((1 << cpus) - 1, radix: 16)
      files["\(folder)/package_cpus"] = String((1 << cpus) - 1, radix: 16)
    }
    return try TuningFixture(files)
  }

  @Test func aPartitionIsMadeFromTheTop() throws {
    let plan = try fixture().plan(
      body: "cpusets:\n  - {group: assay-x, cpus: all - housekeeping, partition: isolated}")
    #expect(
      plan.changes.map { "\($0.key.name): \($0.current) → \($0.wanted)" } == [
        "cgroup.subtree_control: cpu memory → cpu cpuset memory", "assay-x: absent → present",
        "assay-x/cpuset.cpus:  → 1-3", "assay-x/cpuset.mems:  → 0",
        "assay-x/cpuset.cpus.partition: member → isolated",
      ])
    #expect(plan.changes[2].expression == "all - housekeeping")
    #expect(plan.changes[4].risk.level == .medium)
  }

  @Test func whatIsThereAlreadyStays() throws {
    let fixture = try fixture()
    try fixture.kinds.write(SettingKey("cgroup/assay-x"), "present")
    try fixture.kinds.write(SettingKey("cgroup/assay-x/cpuset.cpus"), "1-2")
    let plan = try fixture.plan(body: "cpusets:\n  - {group: assay-x, cpus: 1-2}")
    #expect(plan.changes.map(\.key.name) == ["cgroup.subtree_control", "assay-x/cpuset.mems"])
  }

  /// Linux 6.1 would call the other one invalid, for good.
  @Test func aPartitionOfSomebodyElseIsLeftAlone() throws {
    let fixture = try fixture()
    let body = "cpusets:\n  - {group: assay-x, cpus: \"2-3\", partition: isolated}"
    try fixture.kinds.write(SettingKey("cgroup/other"), "present")
    try fixture.kinds.write(SettingKey("cgroup/other/cpuset.cpus"), "3")
    #expect(try fixture.plan(body: body).changes.count == 5)
    try fixture.kinds.write(SettingKey("cgroup/other/cpuset.cpus.partition"), "isolated")
    let problem = #expect(throws: FileProblem.self) { try fixture.plan(body: body) }
    #expect(problem?.reason.contains("the group other of this host is a partition (isolated)") == true)
  }

  @Test func aRemotePartitionGetsItsCPUsFromTheTop() throws {
    let body = "cpusets:\n  - {group: assay-a/assay-b, cpus: \"2-3\", partition: isolated}"
    let plan = try fixture().plan(body: body)
    #expect(
      plan.changes.map(\.key.name) == [
        "cgroup.subtree_control", "assay-a", "assay-a/cgroup.subtree_control", "assay-a/assay-b",
        "assay-a/assay-b/cpuset.cpus", "assay-a/assay-b/cpuset.mems", "assay-a/cpuset.cpus.exclusive",
        "assay-a/assay-b/cpuset.cpus.exclusive", "assay-a/assay-b/cpuset.cpus.partition",
      ])
    let older = try fixture(kernel: "6.6.0").plan(body: body)
    #expect(older.notApplicable.first?.reason == "a partition below a group that is none needs Linux 6.7")
  }

  /// A parent gives CPUs to several groups: of one profile, of others, of somebody else.
  @Test func aSharedParentGivesToAll() throws {
    let fixture = try fixture()
    for name in ["cgroup/assay-a", "cgroup/assay-a/other"] {
      try fixture.kinds.write(SettingKey(name), "present")
    }
    try fixture.kinds.write(SettingKey("cgroup/assay-a/cpuset.cpus.exclusive"), "0")
    let plan = try fixture.plan(
      body: """
        cpusets:
          - {group: assay-a/assay-b, cpus: "2", partition: isolated}
          - {group: assay-a/assay-c, cpus: "3", partition: isolated}
        """)
    let given = plan.changes.filter { $0.key.name.hasSuffix("cpuset.cpus.exclusive") }
    #expect(
      given.map { "\($0.key.name) \($0.wanted) \($0.own ?? "")" } == [
        "assay-a/cpuset.cpus.exclusive 0,2-3 2-3", "assay-a/assay-b/cpuset.cpus.exclusive 2 ",
        "assay-a/assay-c/cpuset.cpus.exclusive 3 ",
      ])
  }

  @Test(arguments: [
    ("{group: assay-x, cpus: all, partition: isolated}", "a partition of all CPUs (0-3) would leave none"),
    ("{group: assay-x, cpus: \"2-9\"}", "CPUs 4-9 are not online here (online: 0-3)"),
    ("{group: assay-x, cpus: node(3)}", "'node(3)': this host has no NUMA node 3"),
    ("{group: assay-x, cpus: all - all}", "'all - all' means no CPU on this host"),
  ])
  func whatCannotBeHereSaysWhy(group: String, reason: String) throws {
    let plan = try fixture().plan(body: "cpusets:\n  - \(group)")
    #expect(plan.changes.isEmpty)
    #expect(plan.notApplicable.first?.reason.hasPrefix(reason) ?? false, "\(plan.notApplicable)")
  }

  @Test func oldKernelsHaveNoIsolatedPartitions() throws {
    let plan = try fixture(kernel: "5.15.0").plan(
      body: "cpusets:\n  - {group: assay-x, cpus: 1, partition: isolated}")
    #expect(plan.notApplicable.first?.reason == "isolated partitions need Linux 6.1; this is 5.15")
  }

  @Test func partitionsDoNotShareCPUs() throws {
    let body = "cpusets:\n  - {group: assay-x, cpus: 1-2}\n  - {group: assay-y, cpus: 2-3, partition: root}"
    #expect(
      try fixture().refusal(body).hasPrefix(
        "test.yaml:6: the groups assay-x and assay-y both have the CPUs 2 here"))
  }

  @Test func anUnknownNameIsRefusedWithItsLine() throws {
    #expect(
      try fixture().refusal("cpusets:\n  - {group: assay-x, cpus: quiet}").hasPrefix(
        "test.yaml:5: 'quiet': 'quiet' is not known"))
  }

  @Test func valuesOfCPUsAreResolvedInListAndMask() throws {
    let fixture = try fixture()
    try fixture.tree.write("host/proc/sys/vm/watch", "0-3")
    try fixture.tree.write("host/proc/irq/default_smp_affinity", "f")
    try fixture.tree.write("host/proc/cmdline", "quiet")
    try fixture.tree.write("host/etc/default/grub.d/x", "")
    try fixture.tree.write("host/usr/sbin/update-grub", "")
    let plan = try fixture.plan(
      body: """
        cpus: {keep: "housekeeping(per-node: 2)", guests: all - keep}
        settings:
          - {key: sysctl/vm.watch, value: keep, why: w}
          - {key: irq/default_smp_affinity, value: guests, why: w}
        boot: ["isolcpus=managed_irq,{guests}"]
        """)
    #expect(plan.changes.map(\.wanted) == ["0-1", "c"])
    #expect(plan.changes.map(\.expression) == ["keep", "guests"])
    #expect(plan.needsReboot.first?.wanted == "isolcpus=managed_irq,2-3")
    #expect(plan.needsReboot.first?.expression == "isolcpus=managed_irq,{guests}")
  }
}
