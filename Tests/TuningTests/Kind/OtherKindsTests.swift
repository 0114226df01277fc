import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

/// Kinds that the kernel, systemd or a boot loader stand behind, in trees of files.
@Suite struct OtherKindsTests {
  private func kinds(_ files: [String: String]) throws -> (tree: TemporaryTree, kinds: SettingKinds) {
    let tree = try TemporaryTree(files)
    return (tree, SettingKinds(root: HostRoot(directory: tree.path)))
  }

  private static let hierarchy = [
    "sys/fs/cgroup/cgroup.controllers": "cpuset cpu memory",
    "sys/fs/cgroup/cgroup.subtree_control": "cpu memory",
  ]

  @Test func groupsAreMadeAndRemoved() throws {
    let (tree, kinds) = try kinds(Self.hierarchy)
    let group = try SettingKey("cgroup/assay-x")
    #expect(try kinds.read(group) == "absent")
    try kinds.write(group, "present")
    #expect(try kinds.read(group) == "present")
    #expect(try kinds.read(SettingKey("cgroup/assay-x/cpuset.cpus.partition")) == "member")
    try kinds.write(SettingKey("cgroup/assay-x/cpuset.cpus"), "0-1")
    try kinds.write(SettingKey("cgroup/assay-x/cpuset.cpus"), "")
    #expect(try kinds.read(SettingKey("cgroup/assay-x/cpuset.cpus")).isEmpty)
    try kinds.write(group, "absent")
    #expect(!Files.exists("\(tree.path)/sys/fs/cgroup/assay-x"))
    #expect(throws: SettingError.self) { try kinds.write(group, "maybe") }
  }

  @Test func controllersAreASet() throws {
    let (tree, kinds) = try kinds(Self.hierarchy)
    let key = try SettingKey("cgroup/cgroup.subtree_control")
    try kinds.write(key, "cpu cpuset memory")
    #expect(try kinds.read(key) == "cpu cpuset memory")
    // What is not named stays: somebody else may have enabled it since.
    try kinds.write(key, "cpuset")
    #expect(try kinds.read(key) == "cpu cpuset memory")
    try kinds.write(key, "-cpuset -io")
    #expect(try Files.text("\(tree.path)/sys/fs/cgroup/cgroup.subtree_control").hasPrefix("cpu memory\n"))
  }

  @Test(arguments: [
    ("cgroup/system.slice", "systemd/system.slice/AllowedCPUs"),
    ("cgroup/assay.slice/cpuset.cpus", "belongs to systemd"), ("cgroup/machine/x", "belongs to libvirt"),
  ])
  func groupsOfOthersAreRefused(key: String, reason: String) throws {
    let (tree, kinds) = try kinds(Self.hierarchy)
    defer { withExtendedLifetime(tree) {} }
    let key = try SettingKey(key)
    let error = #expect(throws: SettingError.self) { try kinds.write(key, "present") }
    #expect(error?.description.contains(reason) ?? false)
  }

  @Test func aHostWithoutTheHierarchySaysSo() throws {
    let (oldTree, old) = try kinds(["sys/fs/cgroup/cpuset/tasks": "1"])
    defer { withExtendedLifetime(oldTree) {} }
    #expect(old["cgroup"]?.obstacle(to: "assay-x")?.contains("mounts cgroup v1") ?? false)
    let (bareTree, bare) = try kinds(["sys/fs/cgroup/cgroup.controllers": "cpu memory"])
    defer { withExtendedLifetime(bareTree) {} }
    #expect(bare["cgroup"]?.obstacle(to: "assay-x/cpuset.cpus")?.contains("no cpuset controller") ?? false)
    #expect(bare["cgroup"]?.obstacle(to: "assay-x") == nil)
  }

  @Test func unitsKeepTheirPropertiesWhereSystemdDoes() throws {
    let (tree, kinds) = try kinds(["run/systemd/system/x": ""])
    let key = try SettingKey("systemd/system.slice/AllowedCPUs")
    #expect(try kinds.read(key).isEmpty)
    try kinds.write(key, "0-1")
    #expect(try kinds.read(key) == "0-1")
    let file = "\(tree.path)/run/systemd/system.control/system.slice.d/50-AllowedCPUs.conf"
    #expect(try Files.text(file) == "[Slice]\nAllowedCPUs=0-1\n")
    for name in ["systemd/x", "systemd/-x.slice/AllowedCPUs", "systemd/a/b/c", "systemd/a/Allowed=CPUs"] {
      #expect(throws: SettingError.self, "\(name)") { try kinds.read(SettingKey(name)) }
    }
    let (noneTree, none) = try self.kinds(["etc/hostname": "x"])
    defer { withExtendedLifetime(noneTree) {} }
    #expect(throws: SettingError.self) { try none.read(key) }
  }

  @Test func bootWordsLiveInOneFile() throws {
    let (tree, kinds) = try kinds(["etc/default/grub.d/50-other.cfg": "x", "usr/sbin/update-grub": "x"])
    let key = try SettingKey("boot/cmdline")
    #expect(try kinds.read(key).isEmpty)
    try kinds.write(key, "skew_tick=1 nohz_full=1-3")
    #expect(try kinds.read(key) == "skew_tick=1 nohz_full=1-3")
    let file = "\(tree.path)/etc/default/grub.d/90-assay.cfg"
    #expect(
      try Files.text(file).hasSuffix(
        "\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX skew_tick=1 nohz_full=1-3\"\n"))
    for text in ["a\"b", "$(reboot)", "`x`", "a\\b", "a\nb"] {
      #expect(throws: SettingError.self, "\(text)") { try kinds.write(key, text) }
    }
    try kinds.write(key, "")
    #expect(!Files.exists(file))
    try tree.write("etc/default/grub.d/90-assay.cfg", "GRUB_CMDLINE_LINUX=\"mine\"\nreboot\n")
    #expect(throws: SettingError.self) { try kinds.read(key) }
  }

  @Test func bootEntriesRememberWhichWordsAreOurs() throws {
    let (tree, kinds) = try kinds([
      "boot/loader/entries/x.conf": "x", "usr/sbin/grubby": "x", "etc/default/grub": "x",
    ])
    let key = try SettingKey("boot/cmdline")
    try kinds.write(key, "skew_tick=1")
    #expect(try kinds.read(key) == "skew_tick=1")
    try kinds.write(key, "")
    #expect(try Files.names(in: "\(tree.path)/etc/default") == ["grub"])
    let (noneTree, none) = try self.kinds(["etc/hostname": "x"])
    defer { withExtendedLifetime(noneTree) {} }
    #expect(throws: SettingError.self) { try none.read(key) }
    #expect(none["boot"]?.obstacle(to: "cmdline")?.contains("neither GRUB") ?? false)
  }
}
