import Foundation
import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct TuningPlannerTests {
  private static let host = [
    "host/proc/sys/kernel/osrelease": "6.8.0\n", "host/proc/sys/vm/swappiness": "60\n",
    "host/proc/sys/vm/dirty_ratio": "20\n", "host/proc/sys/vm/dirty_bytes": "0\n",
    "host/sys/thp": "always [madvise] never\n",
  ]

  private func wish(_ key: String, _ value: String) -> String {
    "  - {key: \(key), value: \(value), why: because}\n"
  }

  @Test func aChangeSaysFromToWhyAndAtWhatRisk() throws {
    let fixture = try TuningFixture(Self.host)
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysctl/vm.swappiness", "10") + wish("sysfs/thp", "never"))
    #expect(plan.changes.map(\.key.description) == ["sysctl/vm.swappiness", "sysfs/thp"])
    let first = try #require(plan.changes.first)
    #expect(first.current == "60" && first.wanted == "10" && first.unit == "%" && first.why == "because")
    #expect(
      first.risk.level == .low && first.profile == "test" && first.device == nil && first.coupled.isEmpty)
    #expect(first.isFulfilled(by: "10\n") && !first.isFulfilled(by: "60") && !first.isFulfilled(by: "ten"))
    #expect(plan.changes.last?.current == "always [madvise] never")
    #expect(plan.profiles.first?.hash.count == 64)
    #expect(plan.all.count == 2)
  }

  @Test func equalMeansEqualToTheKernel() throws {
    let fixture = try TuningFixture(Self.host)
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysctl/vm.swappiness", "\"0x3c\"") + wish("sysfs/thp", "madvise"))
    #expect(plan.changes.isEmpty)
    #expect(plan.unchanged.map(\.reason) == ["60", "madvise"])
  }

  @Test func coupledSettingsComeAlong() throws {
    let fixture = try TuningFixture(Self.host)
    let plan = try fixture.plan(body: "settings:\n" + wish("sysctl/vm.dirty_bytes", "100m"))
    let change = try #require(plan.changes.first)
    #expect(change.wanted == "104857600")
    #expect(
      change.coupled.map { "\($0.key) \($0.type) \($0.current)" } == ["sysctl/vm.dirty_ratio integer 20"])
  }

  @Test func whatDoesNotApplySaysWhy() throws {
    let fixture = try TuningFixture(Self.host)
    try fixture.tree.write("host/sys/thp", "always [never]\n")
    try fixture.tree.write("host/proc/sys/vm/dirty_ratio", "twenty\n")
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysctl/vm.new", "1") + wish("sysctl/kernel.sem", "1 2 3 4")
        + wish("sysfs/thp", "madvise")
        + wish("sysfs/block/*/queue/scheduler", "none") + wish("systemd/x.slice/AllowedCPUs", "\"0\"")
        + wish("sysctl/vm.dirty_ratio", "5") + "boot: [skew_tick=1, nosoftlockup]")
    #expect(plan.changes.isEmpty && plan.needsReboot.isEmpty)
    let reasons = Dictionary(plan.notApplicable.map { ($0.key, $0.reason) }) { first, _ in first }
    #expect(reasons["sysctl/vm.new"] == "needs Linux 99.0; this is 6.8")
    #expect(
      reasons["sysctl/kernel.sem"]?.hasPrefix("not in this kernel or not on this host: there is no /")
        ?? false)
    #expect(reasons["sysfs/thp"] == "'madvise' is not offered here; this host has always, never")
    #expect(reasons["sysfs/block/*/queue/scheduler"] == "nothing on this host matches")
    #expect(reasons["systemd/x.slice/AllowedCPUs"]?.contains("systemd does not run here") ?? false)
    #expect(
      reasons["sysctl/vm.dirty_ratio"]?.contains("its present value is not understood: 'twenty'") ?? false)
    #expect(reasons["boot/cmdline: skew_tick=1"]?.contains("neither GRUB") ?? false)
    #expect(reasons.count == 8)
  }

  @Test func whatNobodyMayWriteDoesNotApplyUnlessItIsSo() throws {
    let fixture = try TuningFixture(Self.host)
    for file in ["host/proc/sys/vm/swappiness", "host/sys/thp"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o444], ofItemAtPath: "\(fixture.tree.path)/\(file)")
    }
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysctl/vm.swappiness", "10") + wish("sysfs/thp", "madvise"))
    #expect(plan.changes.isEmpty)
    #expect(plan.unchanged.map(\.key) == ["sysfs/thp"])
    #expect(plan.notApplicable.map(\.key) == ["sysctl/vm.swappiness"])
    #expect(
      plan.notApplicable.first?.reason.contains("lets nobody write it while it runs; it is 60") ?? false)
  }

  @Test(arguments: [("0", 0), ("0-1", 1)])
  func aConditionIsAskedOfTheHost(nodes: String, changes: Int) throws {
    let fixture = try TuningFixture(Self.host)
    try fixture.tree.write("host/sys/devices/system/node/online", nodes)
    let plan = try fixture.plan(
      body: "settings:\n  - {key: sysctl/vm.swappiness, value: 1, when: numa, why: w}")
    #expect(plan.changes.count == changes)
    #expect(plan.notApplicable.count == 1 - changes)
  }

  @Test func aPatternBecomesASettingOfEachDevice() throws {
    let fixture = try TuningFixture(Self.host)
    for (policy, governor) in [
      ("policy0", "powersave"), ("policy1", "performance"), ("policy2", "powersave"),
    ] {
      try fixture.tree.write("host/sys/cpufreq/\(policy)/governor", governor)
      try fixture.tree.write(
        "host/sys/cpufreq/\(policy)/governors", policy == "policy2" ? "powersave" : "performance powersave")
    }
    try fixture.tree.write("host/sys/block/sda/device/wwid", "naa.5")
    try fixture.tree.write("host/sys/block/sda/queue/scheduler", "none [mq-deadline]")
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysfs/cpufreq/policy*/governor", "performance")
        + wish("sysfs/block/*/queue/scheduler", "none"))
    #expect(
      plan.changes.map(\.key.description) == [
        "sysfs/cpufreq/policy0/governor", "sysfs/block/@wwn-naa.5/queue/scheduler",
      ])
    #expect(plan.changes.last?.device == "wwn-naa.5 (sda)")
    #expect(plan.unchanged.map(\.key) == ["sysfs/cpufreq/policy1/governor"])
    #expect(plan.notApplicable.first?.reason == "'performance' is not offered here; this host has powersave")
  }

  @Test func aNamedDeviceWinsOverThePattern() throws {
    let fixture = try TuningFixture(Self.host)
    for disk in ["sda", "sdb"] {
      try fixture.tree.write("host/sys/block/\(disk)/device/wwid", "naa.\(disk)")
      try fixture.tree.write("host/sys/block/\(disk)/queue/scheduler", "none [mq-deadline] bfq")
    }
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysfs/block/*/queue/scheduler", "none")
        + wish("sysfs/block/sdb/queue/scheduler", "bfq"))
    #expect(
      plan.changes.map { "\($0.key.name) \($0.wanted)" } == [
        "block/@wwn-naa.sda/queue/scheduler none", "block/@wwn-naa.sdb/queue/scheduler bfq",
      ])
  }

  @Test func profilesThatDisagreeAreBothNamed() throws {
    let fixture = try TuningFixture(Self.host)
    try fixture.write(
      "a", "settings:\n" + wish("sysctl/vm.swappiness", "1") + wish("sysctl/vm.dirty_ratio", "5"))
    try fixture.write("b", "settings:\n" + wish("sysctl/vm.swappiness", "2"))
    try fixture.write("c", "settings:\n" + wish("sysctl/vm.dirty_bytes", "8m"))
    try fixture.write("d", "settings:\n" + wish("sysctl/vm.swappiness", "\"01\""))
    for (other, words) in [
      ("b", ["profiles a and b", "a.yaml:5", "b.yaml:5"]), ("c", ["a and c", "dirty_ratio", "dirty_bytes"]),
    ] {
      let problem = #expect(throws: FileProblem.self) { try fixture.plan("a", other) }
      for word in words {
        #expect(problem?.description.contains(word) ?? false, "\(problem?.description ?? "")")
      }
    }
    #expect(try fixture.plan("a", "d").changes.count == 2, "agreeing is no conflict")
  }

  @Test func aPatternAndADeviceOfAnotherProfileAreComparedHere() throws {
    let fixture = try TuningFixture(Self.host)
    try fixture.tree.write("host/sys/block/sda/device/wwid", "naa.5")
    try fixture.tree.write("host/sys/block/sda/queue/scheduler", "none [mq-deadline]")
    try fixture.write("a", "settings:\n" + wish("sysfs/block/*/queue/scheduler", "none"))
    try fixture.write("b", "settings:\n" + wish("sysfs/block/sda/queue/scheduler", "mq-deadline"))
    let problem = #expect(throws: FileProblem.self) { try fixture.plan("a", "b") }
    #expect(
      problem?.reason.contains("the profiles a and b disagree on sysfs/block/@wwn-naa.5/queue/scheduler")
        ?? false)
  }

  @Test func bootWordsAreOneChangeOfWhatIsMissing() throws {
    let fixture = try TuningFixture(Self.host)
    try fixture.tree.write(
      "host/etc/default/grub.d/90-assay.cfg",
      "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX skew_tick=0 other=1\"\n")
    try fixture.tree.write("host/usr/sbin/update-grub", "")
    try fixture.tree.write("host/proc/cmdline", "root=/dev/vda1 nosoftlockup")
    let plan = try fixture.plan(body: "boot: [skew_tick=1, nosoftlockup, isolcpus=1-3]")
    let change = try #require(plan.needsReboot.first)
    #expect(plan.changes.isEmpty)
    #expect(change.key.description == "boot/cmdline")
    #expect(change.current == "skew_tick=0 other=1")
    #expect(change.wanted == "other=1 skew_tick=1 isolcpus=1-3")
    #expect(change.risk.level == .high && change.risk.note == "isolcpus: not balanced")
    #expect(plan.unchanged.map(\.key) == ["boot/cmdline: nosoftlockup"])
  }

  @Test func thePlanIsADocument() throws {
    let fixture = try TuningFixture(Self.host)
    let plan = try fixture.plan(
      body: "settings:\n" + wish("sysctl/vm.dirty_bytes", "100m") + wish("sysctl/vm.new", "1")
        + "claims:\n  - {claim: c, verdict: v, source: s}\n")
    let encoded = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(TuningPlan.self, from: encoded) == plan)
    let text = String(decoding: encoded, as: UTF8.self)
    for word in [
      "\"schema\":\"assay.plan\\/1\"", "\"needs_reboot\"", "\"not_applicable\"",
      "\"key\":\"sysctl\\/vm.dirty_bytes\"",
    ] {
      #expect(text.contains(word), "\(word)")
    }
  }
}
