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
}
