import Reporting
import Testing
import Tuning

@Suite struct PlanTextTests {
  private func change(_ key: String, _ current: String, _ wanted: String) throws -> PlannedChange {
    PlannedChange(
      key: try SettingKey(key), type: .text, current: current, wanted: wanted, why: "because",
      risk: PlannedChange.Risk(level: .medium, note: "some"), profile: "p")
  }

  private func plan(_ changes: [PlannedChange] = []) -> TuningPlan {
    TuningPlan(
      profiles: [
        TuningPlan.Source(
          name: "p", path: "p.yaml", hash: String(repeating: "ab", count: 32), summary: "for a test")
      ], changes: changes)
  }

  @Test func saysEverythingOfAPlan() throws {
    var plan = plan([
      try change("sysctl/vm.swappiness", "60", "10"), try change("sysfs/cpufreq/policy0/g", "a", "b"),
      try change("sysfs/cpufreq/policy1/g", "a", "b"),
    ])
    plan.changes[0].unit = "%"
    plan.changes[0].expression = "half"
    plan.changes[0].coupled = [
      PlannedChange.CoupledSetting(key: try SettingKey("sysctl/vm.other"), type: .integer, current: "5")
    ]
    plan.needsReboot = [try change("boot/cmdline", "", "skew_tick=1")]
    plan.unchanged = [TuningPlan.Kept(key: "sysctl/a", profile: "p", reason: "1")]
    plan.notApplicable = [
      TuningPlan.Kept(key: "sysctl/b", profile: "p", reason: "too old"),
      TuningPlan.Kept(key: "sysctl/c", profile: "p", reason: "too old"),
    ]
    plan.unreadable = [TuningPlan.Kept(key: "debugfs/d", profile: "p", reason: "only root")]
    plan.claims = [TuningPlan.Claim(claim: "magic", verdict: "none", test: "look", source: "manual")]
    #expect(
      PlanText.render(plan, width: 90, color: false) == """
        p: 3 changes, 1 at the next boot, 1 as wanted already, 2 not applicable here, 1 not
        readable
          p: for a test (p.yaml, sha256 abababababab)
          Nothing was written.

        Changes                                                           in the order of applying
          sysctl/vm.swappiness  60 → 10 (%)
              why     because
              from    half
              with    sysctl/vm.other (now 5), which the kernel changes as well
              risk    medium: some
          sysfs/cpufreq/policy0/g (and 1 more like it)  a → b
              why     because
              risk    medium: some

        At the next boot                                                            needs a reboot
          boot/cmdline  (empty) → skew_tick=1
              why     because
              risk    medium: some

        As wanted already
          sysctl/a = 1

        Not applicable here
          sysctl/b, sysctl/c
              too old

        Not readable by this user
          debugfs/d
              only root

        Advice that is no setting
          magic
              really  none
              test    look
              source  manual
        """)
  }

  @Test func longValuesGetLinesOfTheirOwn() throws {
    let long = String(repeating: "word=1 ", count: 20)
    let lines = PlanText.render(plan([try change("boot/cmdline", "", long)]), width: 60, color: false)
      .split(separator: "\n")
    #expect(lines.contains("  boot/cmdline"))
    #expect(lines.allSatisfy { $0.count <= 60 })
  }

  @Test func nothingSteersTheTerminal() throws {
    let text = PlanText.render(plan([try change("sysctl/a", "\u{1B}[2J", "1")]), width: 80, color: false)
    #expect(!text.contains("\u{1B}"))
  }

  @Test func aPlanWithoutChangesIsShort() {
    #expect(
      PlanText.render(plan(), width: 100, color: false).hasPrefix(
        "p: 0 changes, 0 at the next boot, 0 as wanted already, 0 not applicable here\n"))
  }
}
