import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct BlockNamesTests {
  private static let disks = [
    "sys/block/sda/device/wwid": "naa.5000c500a1b2c3d4\n",
    "sys/block/sda/queue/scheduler": "[none] mq-deadline",
    "sys/block/sda/dev": "8:0", "sys/block/sda/size": "2048",
    "sys/block/vda/device/vendor": "0x1af4", "sys/block/vda/serial": "data disk/1\n",
    "sys/block/vda/queue/scheduler": "[none] mq-deadline",
    "sys/block/vdb/device/vendor": "0x1af4", "sys/block/vdb/dev": "254:16", "sys/block/vdb/size": "2048",
    "sys/block/vdb/queue/scheduler": "[none] mq-deadline",
    "sys/block/loop0/queue/scheduler": "[none] mq-deadline", "sys/block/zram0/queue/scheduler": "none",
    "sys/block/sr0/device/vendor": "x", "sys/block/sr0/queue/scheduler": "[none]",
  ]

  @Test func physicalDisksGetStableNames() throws {
    let tree = try TemporaryTree(Self.disks)
    let kind = SysfsKind(root: HostRoot(directory: tree.path))
    #expect(
      kind.expand("block/*/queue/scheduler") == [
        "block/@wwn-naa.5000c500a1b2c3d4/queue/scheduler", "block/@serial:data_disk_1/queue/scheduler",
        "block/vdb/queue/scheduler",
      ])
    #expect(kind.device(of: "block/@serial:data_disk_1/queue/scheduler") == "serial:data_disk_1 (vda)")
    #expect(kind.device(of: "block/vdb/queue/scheduler") == "no stable id: vdb, 254:16")
    #expect(kind.device(of: "kernel/mm/ksm/run") == nil)
  }

  /// A disk that was made larger is the same one; one that was put in its place is not.
  @Test func theSizeIsNotTheDisk() throws {
    let tree = try TemporaryTree(Self.disks)
    let kind = SysfsKind(root: HostRoot(directory: tree.path))
    let before = kind.device(of: "block/vdb/queue/scheduler")
    try tree.write("sys/block/vdb/size", "4096")
    #expect(before != nil && kind.device(of: "block/vdb/queue/scheduler") == before)
    try tree.write("sys/block/vdb/diskseq", "7")
    let counted = kind.device(of: "block/vdb/queue/scheduler")
    #expect(counted == "no stable id: vdb, 254:16, disk 7 of this boot")
    try tree.write("sys/block/vdb/size", "8192")
    #expect(kind.device(of: "block/vdb/queue/scheduler") == counted)
    try tree.write("sys/block/vdb/diskseq", "8")
    #expect(kind.device(of: "block/vdb/queue/scheduler") != counted)
  }

  @Test func aStableNameFindsItsDiskUnderAnyName() throws {
    let tree = try TemporaryTree(Self.disks)
    let kind = SysfsKind(root: HostRoot(directory: tree.path))
    try kind.write("block/@serial:data_disk_1/queue/scheduler", "mq-deadline")
    #expect(try kind.read("block/vda/queue/scheduler") == "none [mq-deadline]")
    let gone = #expect(throws: SettingError.self) { try kind.read("block/@wwn-gone/queue/scheduler") }
    #expect(gone?.description == "cannot find a disk with the id wwn-gone: no such device (ENODEV)")
  }

  @Test func twoPathsToOneDiskAreNotOneName() throws {
    var disks = Self.disks
    disks["sys/block/sdb/device/wwid"] = "naa.5000c500a1b2c3d4\n"
    disks["sys/block/sdb/queue/scheduler"] = "[none] mq-deadline"
    let tree = try TemporaryTree(disks)
    let kind = SysfsKind(root: HostRoot(directory: tree.path))
    #expect(
      kind.expand("block/sd*/queue/scheduler") == ["block/sda/queue/scheduler", "block/sdb/queue/scheduler"])
    #expect(throws: SettingError.self) { try kind.read("block/@wwn-naa.5000c500a1b2c3d4/queue/scheduler") }
  }

  @Test(arguments: [
    ("policy0", "policy*", true), ("policy", "policy*", true), ("boost", "policy*", false),
    ("hugepages-2048kB", "hugepages-*kB", true), ("hugepages-kB", "hugepages-*kB", true),
    ("hugepageskB", "hugepages-*kB", false), ("abcabc", "a*b*c", true), ("acb", "a*b*c", false),
    ("x", "x", true),
    ("aa", "a*a*a", false),
  ])
  func wildcards(name: String, pattern: String, matches: Bool) {
    #expect(Wildcard.matches(name, pattern) == matches)
  }
}
