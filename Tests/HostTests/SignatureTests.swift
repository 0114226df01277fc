import Foundation
import Platform
import TestSupport
import Testing

@testable import Host

struct SignatureTests {
  /// Bytes of a device that is large enough for both margins to be apart, and no multiple of any block.
  private static let deviceBytes = (16 << 20) + 3 * 4096

  /// What is found on a device of zeros with some bytes at a place; negative places count from the end.
  private static func found(
    _ marks: [(offset: Int, bytes: [UInt8])], deviceBytes: Int = Self.deviceBytes
  ) -> [Signature] {
    let margin = min(Signature.margin, deviceBytes)
    var head = [UInt8](repeating: 0, count: margin)
    var tail = head
    for mark in marks {
      for (index, byte) in mark.bytes.enumerated() {
        let offset = mark.offset + index
        if head.indices.contains(offset) { head[offset] = byte }
        let inTail = offset - (deviceBytes - margin)
        if tail.indices.contains(inTail) { tail[inTail] = byte }
      }
    }
    return Signature.found(head: head, tail: tail, deviceBytes: deviceBytes)
  }

  private static func found(_ text: String, at offset: Int) -> [String] {
    found([(offset, Array(text.utf8))]).map(\.name)
  }

  @Test func zerosBearNothing() {
    #expect(Self.found([]).isEmpty)
    for bytes in [0, 1, 511, 512, 4096, 65_536] { #expect(Self.found([], deviceBytes: bytes).isEmpty) }
  }

  @Test(arguments: [
    ("XFSB", 0, "XFS"), ("_BHRfS_M", 65_600, "btrfs"), ("NTFS    ", 3, "NTFS"), ("EXFAT   ", 3, "exFAT"),
    ("FAT32   ", 82, "FAT"), ("FAT16   ", 54, "FAT"), ("FAT12   ", 54, "FAT"),
    ("LABELONE", 512, "LVM2 physical volume"), ("LABELONE", 0, "LVM2 physical volume"),
    ("LABELONE", 1536, "LVM2 physical volume"), ("SWAPSPACE2", 4086, "swap space"),
    ("SWAPSPACE2", 65_526, "swap space"), ("S1SUSPEND", 4086, "hibernated system"),
    ("EFI PART", 512, "GPT partition table"), ("EFI PART", 4096, "GPT partition table"),
    ("EFI PART", deviceBytes - 512, "GPT partition table"),
    ("EFI PART", deviceBytes - 4096, "GPT partition table"),
    ("CD001", 32_769, "ISO 9660"), ("bluestore block device", 0, "Ceph BlueStore"),
    ("Intel Raid ISM Cfg Sig. ", deviceBytes - 1024, "Intel RAID member"),
  ])
  func textMarks(text: String, offset: Int, name: String) {
    #expect(Self.found(text, at: offset) == [name])
    // The same bytes at another place are data.
    #expect(Self.found(text, at: offset + 7).isEmpty)
  }

  @Test func binaryMarks() {
    #expect(Self.found([(1080, [0x53, 0xef])]) == [Signature(name: "ext2, ext3 or ext4", offset: 1080)])
    #expect(Self.found([(0, Array("LUKS".utf8) + [0xba, 0xbe])]).map(\.name) == ["LUKS"])
    // The second header stays when the first was overwritten.
    #expect(Self.found([(0x4000, Array("SKUL".utf8) + [0xba, 0xbe])]).map(\.name) == ["LUKS"])
    #expect(Self.found([(0, Array("LUKS".utf8))]).isEmpty)
  }

  @Test(arguments: [0, 4096, (16 << 20) + 4096]) func linuxRAID(offset: Int) {
    // Version 1.0: 8 KiB before the end, rounded down to 4 KiB.
    #expect(Self.found([(offset, [0xfc, 0x4e, 0x2b, 0xa9])]).map(\.name) == ["Linux RAID member"])
  }

  @Test(arguments: [[0xfc, 0x4e, 0x2b, 0xa9], [0xa9, 0x2b, 0x4e, 0xfc]]) func oldLinuxRAID(mark: [UInt8]) {
    // Version 0.90: the last whole 64 KiB end at 16 MiB, since the rest is shorter.
    #expect(Self.found([((16 << 20) - 65_536, mark)]).map(\.name) == ["Linux RAID member"])
  }

  @Test func zfsLabelsAtBothEnds() {
    let mark: [UInt8] = [0x0c, 0xb1, 0xba, 0, 0, 0, 0, 0]
    for label in [0, 256 << 10, (16 << 20) - (512 << 10), (16 << 20) - (256 << 10)] {
      #expect(Self.found([(label + (131 << 10), mark)]).map(\.name) == ["ZFS"])
      #expect(Self.found([(label + (128 << 10), mark.reversed())]).map(\.name) == ["ZFS"])
      // The first half of a label holds no uberblock.
      #expect(Self.found([(label + (64 << 10), mark)]).isEmpty)
    }
  }

  @Test func theMarkOfABootSectorCountsOnlyAlone() {
    #expect(Self.found([(510, [0x55, 0xaa])]).map(\.name) == ["MBR partition table or boot sector"])
    let fat: [(offset: Int, bytes: [UInt8])] = [(510, [0x55, 0xaa]), (82, Array("FAT32   ".utf8))]
    #expect(Self.found(fat).map(\.name) == ["FAT"])
  }

  @Test func everySignatureIsFoundOnce() {
    let marks: [(offset: Int, bytes: [UInt8])] = [
      (512, Array("EFI PART".utf8)), (Self.deviceBytes - 512, Array("EFI PART".utf8)), (1080, [0x53, 0xef]),
    ]
    #expect(Set(Self.found(marks).map(\.name)) == ["ext2, ext3 or ext4", "GPT partition table"])
    #expect(Self.found(marks).count == 2)
  }

  @Test func aDeviceThatIsAllHeadIsLookedAtWhole() {
    let size = 512 << 10
    #expect(
      Self.found([(size - 512, Array("EFI PART".utf8))], deviceBytes: size).map(\.name)
        == ["GPT partition table"])
    #expect(
      Self.found([(512, Array("EFI PART".utf8))], deviceBytes: size).map(\.name) == ["GPT partition table"])
  }

  // MARK: Formatting programs are the judges

  @Test(arguments: [
    ("mkfs.ext4", ["-q", "-F"], "ext2, ext3 or ext4"), ("mkswap", ["-q"], "swap space"),
    ("mkfs.xfs", ["-q"], "XFS"),
    ("mkfs.btrfs", ["-q"], "btrfs"), ("mkfs.vfat", [], "FAT"), ("mkfs.f2fs", ["-q"], "F2FS"),
  ])
  func whatProgramsWriteIsFound(program: String, options: [String], name: String) throws {
    guard let path = ["/usr/sbin", "/sbin"].map({ "\($0)/\(program)" }).first(where: Files.exists) else {
      return
    }
    let tree = try TemporaryTree()
    let image = "\(tree.path)/image"
    try Files.replace(image, with: [])
    // The smallest that all of them take.
    let bytes = 320 << 20
    try #require(FileHandle(forWritingAtPath: image)).truncate(atOffset: UInt64(bytes))
    #expect(try Program.run(path, options + [image]).code == 0)
    let head = try Files.bytes(image, from: 0, count: Signature.margin)
    let tail = try Files.bytes(image, from: bytes - Signature.margin, count: Signature.margin)
    #expect(Signature.found(head: head, tail: tail, deviceBytes: bytes).map(\.name) == [name])
  }
}
