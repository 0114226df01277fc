import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct PersistPlannerTests {
  private static let profile = """
    settings:
      - {key: sysctl/vm.swappiness, value: 10, why: w}
      - {key: sysctl/kernel.sem, value: "1 2 3 4", why: w}
      - {key: sysfs/thp, value: never, why: w}
      - {key: systemd/system.slice/AllowedCPUs, value: "0", why: w}
    """

  private func fixture(_ folders: [String]) throws -> TuningFixture {
    let fixture = try TuningFixture([
      "host/proc/sys/vm/swappiness": "60\n", "host/proc/sys/kernel/sem": "1 2 3 4\n",
      "host/sys/thp": "always [madvise] never\n", "host/run/systemd/system/x": "",
    ])
    for folder in folders { try fixture.tree.write("host/\(folder)/README", "") }
    try fixture.write("lasting", Self.profile)
    return fixture
  }

  private func plan(_ fixture: TuningFixture) throws -> TuningPlan {
    let planner = TuningPlanner(kinds: fixture.kinds, catalog: try fixture.loadedCatalog())
    return try planner.plan([try fixture.load("lasting")], persists: true)
  }

  @Test func filesComeAfterWhatTheyRepeat() throws {
    let fixture = try fixture(["etc/sysctl.d", "etc/tmpfiles.d", "etc/systemd/system"])
    let plan = try plan(fixture)
    #expect(
      plan.changes.map(\.key.description) == [
        "sysctl/vm.swappiness", "sysfs/thp", "systemd/system.slice/AllowedCPUs",
        "file/etc/sysctl.d/90-assay-lasting.conf",
        "file/etc/systemd/system/system.slice.d/90-assay-lasting.conf",
        "file/etc/tmpfiles.d/90-assay-lasting.conf",
      ])
    #expect(plan.needsReboot.isEmpty && plan.notPersisted.isEmpty)
    let file = try #require(plan.changes.first { $0.key.name.hasPrefix("etc/sysctl.d") })
    #expect(file.current == SettingValue.absent)
    // What is as wanted already must be so after a boot as well.
    #expect(
      file.wanted
        == "# Written by assay tune apply --persist (profile lasting); removed by assay tune revert.\n"
        + "kernel.sem = 1 2 3 4\nvm.swappiness = 10\n")
  }

  @Test func appliedAndRevertedLeavesNoTrace() throws {
    let fixture = try fixture(["etc/sysctl.d", "etc/tmpfiles.d", "etc/systemd/system"])
    let state = try StateDirectory("\(fixture.tree.path)/state", creating: true)
    let tuner = Tuner(kinds: fixture.kinds, state: state)
    guard case .done(let steps, let needsReboot) = try tuner.apply([fixture], persists: true, plan)
    else {
      Issue.record("nothing was done")
      return
    }
    #expect(steps.count == 6 && !needsReboot)
    let host = "\(fixture.tree.path)/host"
    let dropIn = "\(host)/etc/systemd/system/system.slice.d/90-assay-lasting.conf"
    #expect(try Files.text(dropIn).hasSuffix("\n[Slice]\nAllowedCPUs=0\n"))
    #expect(try tuner.verify(nil).allSatisfy(\.isAsWanted))
    #expect(try tuner.apply([fixture], persists: true, plan) == .nothingToDo)
    #expect(try tuner.revert(nil).steps.allSatisfy { $0.outcome == .restored })
    #expect(try Files.names(in: "\(host)/etc/sysctl.d") == ["README"])
    #expect(try Files.names(in: "\(host)/etc/tmpfiles.d") == ["README"])
    #expect(try Files.names(in: "\(host)/etc/systemd/system") == ["README"])
    #expect(try Files.text("\(host)/proc/sys/vm/swappiness") == "60\n")
  }

  @Test func withoutItsFolderASettingDoesNotLast() throws {
    let plan = try plan(try fixture(["etc/sysctl.d"]))
    #expect(plan.changes.filter { $0.key.kind == "file" }.count == 1)
    let reasons = Dictionary(plan.notPersisted.map { ($0.key, $0.reason) }) { first, _ in first }
    #expect(
      reasons == [
        "sysfs/thp": "there is no folder /etc/tmpfiles.d on this host",
        "systemd/system.slice/AllowedCPUs": "there is no folder /etc/systemd/system on this host",
      ])
  }

  @Test func aFileThatIsNoTextIsLeftAlone() throws {
    let fixture = try fixture(["etc/sysctl.d"])
    try Files.replace(
      "\(fixture.tree.path)/host/etc/sysctl.d/90-assay-lasting.conf", with: [0xFF, 0xFE, 0x0A])
    let plan = try plan(fixture)
    #expect(!plan.changes.contains { $0.key.kind == "file" })
    #expect(plan.notPersisted.contains { $0.reason.contains("no text that Assay would write") })
  }
}
