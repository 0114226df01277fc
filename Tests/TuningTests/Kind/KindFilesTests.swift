import Foundation
import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct KindFilesTests {
  private func kinds(_ files: [String: String]) throws -> (tree: TemporaryTree, kinds: SettingKinds) {
    let tree = try TemporaryTree(files)
    return (tree, SettingKinds(root: HostRoot(directory: tree.path)))
  }

  private func text(_ tree: TemporaryTree, _ path: String) -> String? {
    try? Files.text("\(tree.path)/\(path)")
  }

  @Test(arguments: [
    ("sysctl/vm.swappiness", "proc/sys/vm/swappiness"),
    ("sysctl/net.ipv4.conf.eth0/1.rp_filter", "proc/sys/net/ipv4/conf/eth0.1/rp_filter"),
    ("sysfs/kernel/mm/ksm/run", "sys/kernel/mm/ksm/run"),
    ("debugfs/sched/migration_cost_ns", "sys/kernel/debug/sched/migration_cost_ns"),
    ("irq/24/smp_affinity_list", "proc/irq/24/smp_affinity_list"),
  ])
  func kernelFilesAreReadAndWritten(key: String, path: String) throws {
    let (tree, kinds) = try kinds([path: "60\n"])
    let key = try SettingKey(key)
    #expect(try kinds.read(key) == "60")
    try kinds.write(key, "10")
    #expect(text(tree, path) == "10\n")
    #expect(try kinds.read(key) == "10")
    try kinds.write(key, "")
    #expect(try kinds.read(key).isEmpty, "the empty text is written as well")
  }

  @Test func aChoiceIsMarkedAsTheKernelMarksIt() throws {
    let (tree, kinds) = try kinds(["sys/thp": "always [madvise] never\n"])
    let key = try SettingKey("sysfs/thp")
    try kinds.write(key, "never")
    #expect(text(tree, "sys/thp") == "always madvise [never]\n")
    #expect(throws: SettingError.self) { try kinds.write(key, "sometimes") }
    #expect(text(tree, "sys/thp") == "always madvise [never]\n")
  }

  /// The scheduler's own file has parentheses where all others have brackets.
  @Test func aChoiceCanBeMarkedByParentheses() throws {
    let (tree, kinds) = try kinds(["sys/kernel/debug/sched/preempt": "none voluntary (full)\n"])
    defer { withExtendedLifetime(tree) {} }
    let text = try kinds.read(SettingKey("debugfs/sched/preempt"))
    #expect(try SettingValue(kernel: text, type: .choice).written == "full")
    #expect(SettingValue.offered(kernel: text) == ["none", "voluntary", "full"])
  }

  @Test func whatIsNotThereIsNotMade() throws {
    let (tree, kinds) = try kinds(["proc/sys/vm/x": "1"])
    for key in ["sysctl/vm.y", "sysfs/x", "irq/1/smp_affinity_list"] {
      let key = try SettingKey(key)
      #expect(throws: SettingError.self) { try kinds.read(key) }
      #expect(throws: SettingError.self) { try kinds.write(key, "1") }
    }
    #expect(try Files.names(in: "\(tree.path)/proc/sys/vm") == ["x"])
    #expect(throws: SettingError.self) { try kinds.read(SettingKey("magic/x")) }
  }

  @Test func noNameLeavesItsFolder() throws {
    let (tree, kinds) = try kinds([
      "secret": "1", "sys/inside": "1", "proc/sys/vm/x": "1", "proc/sys/net/y": "1",
    ])
    let links = [
      "sys/absolute": "\(tree.path)/secret", "sys/relative": "../secret", "sys/proc": "../proc/sys/vm",
      "sys/within": "inside", "proc/sys/vm/up": "../../../secret",
    ]
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/\(link)", withDestinationPath: target)
    }
    for key in ["sysfs/absolute", "sysfs/relative", "sysfs/proc/x", "sysctl/vm.up"] {
      let key = try SettingKey(key)
      let error = #expect(throws: SettingError.self, "\(key)") { try kinds.read(key) }
      #expect(error?.description.contains("EXDEV") ?? false)
      #expect(throws: SettingError.self, "\(key)") { try kinds.write(key, "2") }
    }
    #expect(try kinds.read(SettingKey("sysfs/within")) == "1")
    #expect(text(tree, "secret") == "1")
    for name in ["vm...x", ".vm.x", "vm.x.", "vm//.x"] {
      #expect(throws: (any Error).self, "\(name)") { try kinds.read(SettingKey("sysctl/\(name)")) }
    }
  }

  @Test func aWholeKindThatIsALinkIsRefused() throws {
    let (tree, kinds) = try kinds(["elsewhere/vm/x": "1", "proc/version": "x"])
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/proc/sys", withDestinationPath: "\(tree.path)/elsewhere")
    #expect(throws: SettingError.self) { try kinds.read(SettingKey("sysctl/vm.x")) }
  }

  @Test func theKernelsOwnFilesAreReadHere() throws {
    let live = SettingKinds(root: .live)
    #expect(try Int(live.read(SettingKey("sysctl/vm.swappiness"))) != nil)
    #expect(throws: SettingError.self) { try live.read(SettingKey("sysctl/vm.no_such_setting")) }
  }

  @Test func ownFilesAreWholeOrAbsent() throws {
    let (tree, kinds) = try kinds(["etc/sysctl.d/10-other.conf": "x"])
    let key = try SettingKey("file/etc/sysctl.d/90-assay.conf")
    #expect(try kinds.read(key) == "absent")
    try kinds.write(key, "vm.swappiness = 10\n")
    #expect(try kinds.read(key) == "vm.swappiness = 10\n")
    try kinds.write(key, "absent")
    try kinds.write(key, "absent")
    #expect(try Files.names(in: "\(tree.path)/etc/sysctl.d") == ["10-other.conf"])
  }

  @Test(arguments: [
    "file/etc/passwd", "file/etc/sysctl.d/10-other.conf", "file/etc/assay.conf",
    "file/etc/sysctl.d/sub/assay.conf",
    "file/root/assay",
  ])
  func filesOfOthersAreRefused(key: String) throws {
    let (tree, kinds) = try kinds(["etc/passwd": "root"])
    defer { withExtendedLifetime(tree) {} }
    let key = try SettingKey(key)
    #expect(throws: SettingError.self) { try kinds.read(key) }
    #expect(throws: SettingError.self) { try kinds.write(key, "x") }
  }
}
