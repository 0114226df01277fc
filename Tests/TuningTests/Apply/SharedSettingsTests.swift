import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

/// Settings that several profiles have a part in: what one of them added goes with it.
@Suite struct SharedSettingsTests {
  /// A host that boots with GRUB, whose profiles are lists of words.
  private struct Host {
    let fixture: TuningFixture
    let tuner: Tuner

    init() throws {
      fixture = try TuningFixture([
        "host/etc/default/grub.d/x": "", "host/usr/sbin/update-grub": "", "host/proc/cmdline": "quiet",
        "host/proc/sys/kernel/random/boot_id": "one",
      ])
      tuner = Tuner(
        kinds: fixture.kinds, state: try StateDirectory("\(fixture.tree.path)/state", creating: true))
    }

    var words: String { get throws { try fixture.kinds.read(SettingKey("boot/cmdline")) } }

    func apply(_ name: String, _ words: String...) throws {
      try fixture.write(name, "boot: [\(words.map { "\"\($0)\"" }.joined(separator: ", "))]")
      _ = try tuner.apply([name]) { try fixture.plan($0) }
    }

    func revert(_ name: String) throws {
      let report = try tuner.revert(name)
      #expect(report.failures.isEmpty && report.conflicts.isEmpty && report.unrecorded == nil)
      #expect(try tuner.verify(nil).allSatisfy(\.isAsWanted))
    }
  }

  @Test func wordsGoWithTheirProfile() throws {
    let host = try Host()
    try host.apply("a", "skew_tick=1")
    try host.apply("b", "isolcpus=1")
    try host.apply("c", "nosoftlockup")
    #expect(try host.words == "skew_tick=1 isolcpus=1 nosoftlockup")
    try host.revert("a")
    #expect(try host.words == "isolcpus=1 nosoftlockup")
    try host.revert("c")
    #expect(try host.words == "isolcpus=1")
    try host.revert("b")
    #expect(try host.words.isEmpty)
  }

  @Test(arguments: [["a", "b"], ["b", "a"]])
  func aWordThatBothWantStays(order: [String]) throws {
    let host = try Host()
    try host.apply("a", "skew_tick=1", "isolcpus=1")
    try host.apply("b", "skew_tick=1")
    try host.revert(order[0])
    #expect(try host.words == (order[0] == "a" ? "skew_tick=1" : "skew_tick=1 isolcpus=1"))
    try host.revert(order[1])
    #expect(try host.words.isEmpty)
  }

  @Test(arguments: [["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"], ["c", "b", "a"], ["b", "c", "a"]])
  func anotherValueOfAParameter(order: [String]) throws {
    let host = try Host()
    try host.apply("a", "isolcpus=1", "nosoftlockup")
    try host.apply("b", "isolcpus=2")
    try host.apply("c", "skew_tick=1")
    for name in order { try host.revert(name) }
    #expect(try host.words.isEmpty)
  }

  /// Whoever edits our file meanwhile keeps it.
  @Test func somebodyElsesWordsAreLeft() throws {
    let host = try Host()
    try host.apply("a", "skew_tick=1")
    try host.apply("b", "isolcpus=1")
    try host.fixture.kinds.write(SettingKey("boot/cmdline"), "skew_tick=1 isolcpus=1 theirs")
    _ = try host.tuner.revert("a")
    #expect(try host.words == "skew_tick=1 isolcpus=1 theirs")
    #expect(try host.tuner.revert("b").conflicts.count == 1)
  }

  /// One parent gives CPUs to the groups of two profiles.
  @Test func cpusOfASharedParentGoWithTheirProfile() throws {
    let tree = try TemporaryTree([
      "proc/sys/kernel/random/boot_id": "one", "sys/fs/cgroup/cgroup.controllers": "cpuset",
      "sys/fs/cgroup/cgroup.subtree_control": "cpuset",
    ])
    let kinds = SettingKinds(root: HostRoot(directory: tree.path))
    let tuner = Tuner(kinds: kinds, state: try StateDirectory("\(tree.path)/state", creating: true))
    try kinds.write(SettingKey("cgroup/assay-a"), "present")
    let key = try SettingKey("cgroup/assay-a/cpuset.cpus.exclusive")
    func apply(_ name: String, _ cpus: String) throws {
      _ = try tuner.apply([name]) { _ in
        let present = try kinds.read(key)
        return TuningPlan(
          profiles: [.init(name: name, path: "/\(name).yaml", hash: "00", summary: "a test")],
          changes: [
            PlannedChange(
              key: key, type: .cpus, current: present,
              wanted: OwnPart.laid(cpus, over: present, type: .cpus), why: "w",
              risk: .init(level: .low, note: "none"), profile: name, own: cpus)
          ])
      }
    }
    try apply("x", "1")
    try apply("y", "2-3")
    #expect(try kinds.read(key) == "1-3")
    #expect(try tuner.revert("x").failures.isEmpty)
    #expect(try kinds.read(key) == "2-3")
    #expect(try tuner.revert("y").conflicts.isEmpty)
    #expect(try kinds.read(key).isEmpty)
  }
}
