import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

/// What belongs to whom when a change is taken back.
@Suite struct TakingBackTests {
  private func change(
    _ name: String, _ type: ValueType, old: String, new: String, coupled: [RecordedChange.Coupled] = []
  ) throws -> RecordedChange {
    RecordedChange(
      key: try SettingKey("sysctl/\(name)"), type: type, old: old, new: new, coupled: coupled,
      survivesReboot: false)
  }

  private func takeBack(_ kind: some SettingKind, _ change: RecordedChange) -> TakingBack.Result {
    TakingBack(kinds: SettingKinds(root: HostRoot(directory: "/nowhere"), [kind]))
      .takeBack(change, mayOverwrite: false)
  }

  /// A CPU that went offline makes a partition invalid; it is ours all the same.
  @Test func anInvalidPartitionOfOursIsTakenBack() throws {
    let kind = ScriptedKind(["p": "isolated invalid (Cpu list in cpuset.cpus not exclusive)"])
    let result = takeBack(kind, try change("p", .partition, old: "member", new: "isolated"))
    #expect(result == .restored(from: "isolated invalid (Cpu list in cpuset.cpus not exclusive)"))
    #expect(kind["p"] == "member")
    kind["p"] = "root invalid (another reason)"
    #expect(
      takeBack(kind, try change("p", .partition, old: "member", new: "isolated"))
        == .conflict(theirs: "root invalid (another reason)"))
  }

  /// systemd enables more while ours are there.
  @Test func onlyOurControllersAreTakenAway() throws {
    let tree = try TemporaryTree([
      "sys/fs/cgroup/cgroup.controllers": "cpu cpuset io memory",
      "sys/fs/cgroup/cgroup.subtree_control": "cpu cpuset io memory",
    ])
    let kinds = SettingKinds(root: HostRoot(directory: tree.path))
    let ours = RecordedChange(
      key: try SettingKey("cgroup/cgroup.subtree_control"), type: .controllers, old: "cpu memory",
      new: "cpu cpuset memory", coupled: [], survivesReboot: false)
    for before in ["cpu cpuset io memory", nil] {
      #expect(TakingBack(kinds: kinds).takeBack(ours, mayOverwrite: true) == .restored(from: before))
      #expect(try kinds.read(ours.key) == "cpu io memory")
    }
    let wanted = try SettingValue(wanted: "cpu cpuset", type: .controllers)
    #expect(wanted.matches(kernel: "cpu cpuset io") && !wanted.matches(kernel: "cpu io"))
  }

  /// Somebody used the other one of a pair: it is the one to be named.
  @Test func aConflictNamesTheOneThatWasChanged() throws {
    let kind = ScriptedKind(["vm.dirty_bytes": "0", "vm.dirty_ratio": "30"])
    let pair = RecordedChange.Coupled(key: try SettingKey("sysctl/vm.dirty_ratio"), type: .integer, old: "20")
    let result = takeBack(
      kind, try change("vm.dirty_bytes", .integer, old: "0", new: "4096", coupled: [pair]))
    #expect(result == .conflict(theirs: "0, with sysctl/vm.dirty_ratio = 30"))
    #expect(kind["vm.dirty_ratio"] == "30")
  }

  /// Both of a pair were off: one of them takes its 0, and turns the other off.
  @Test func aPairThatWasOffIsOffAgain() throws {
    let kind = ScriptedKind(["a": "4096", "b": "0"])
    kind.pair("a", with: "b", zeroIsRefusedFor: "a")
    let pair = RecordedChange.Coupled(key: try SettingKey("sysctl/b"), type: .integer, old: "0")
    let result = takeBack(kind, try change("a", .integer, old: "0", new: "4096", coupled: [pair]))
    #expect(result == .restored(from: "4096"))
    #expect(kind.values == ["a": "0", "b": "0"])
  }

  /// A weight that a unit of systemd did not have is reset.
  @Test func whatWasNotSetIsNotSetAgain() throws {
    let tree = try TemporaryTree(["run/systemd/system/x": ""])
    let kinds = SettingKinds(root: HostRoot(directory: tree.path))
    let weight = RecordedChange(
      key: try SettingKey("systemd/system.slice/CPUWeight"), type: .integer, old: "", new: "200", coupled: [],
      survivesReboot: false)
    try kinds.write(weight.key, weight.new)
    #expect(TakingBack(kinds: kinds).takeBack(weight, mayOverwrite: false) == .restored(from: "200"))
    #expect(try kinds.read(weight.key).isEmpty)
  }

  /// A program that was killed may not have done what its file says: it is told again.
  @Test func whatAProgramWasToldIsToldAgain() throws {
    let kind = ToldKind(inner: ScriptedKind(["w": ""]))
    #expect(takeBack(kind, try change("w", .text, old: "", new: "quiet")) == .restored(from: nil))
    #expect(kind.inner.writes.map(\.text) == [""])
  }

  /// Two paths to one disk: it is there, and nothing may be called gone.
  @Test func whatCannotBeToldIsNotGone() throws {
    struct Doubtful: SettingKind {
      static let name = "sysctl"
      static let survivesReboot = false
      func read(_ name: String) throws(SettingError) -> String { throw .notApplicable(reason: "several") }
      func write(_ name: String, _ text: String) throws(SettingError) {}
    }
    #expect(takeBack(Doubtful(), try change("x", .integer, old: "1", new: "2")) == .failed("several"))
  }

  private struct ToldKind: SettingKind {
    static let name = "sysctl"
    static let survivesReboot = true
    static let isTold = true
    let inner: ScriptedKind
    func read(_ name: String) throws(SettingError) -> String { try inner.read(name) }
    func write(_ name: String, _ text: String) throws(SettingError) { try inner.write(name, text) }
  }
}
