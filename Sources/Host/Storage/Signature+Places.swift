extension Signature {
  /// A mark at a place where it means something.
  struct Place {
    let name: String
    let offset: Int
    let mark: [UInt8]

    init(_ name: String, at offset: Int, _ mark: [UInt8]) {
      self.name = name
      self.offset = offset
      self.mark = mark
    }

    init(_ name: String, at offset: Int, _ mark: String) { self.init(name, at: offset, Array(mark.utf8)) }
  }

  /// Where to look on a device of that many bytes.
  static func places(deviceBytes: Int) -> [Place] {
    fileSystems + volumes + swap + raid(deviceBytes) + zfs(deviceBytes) + partitionTables(deviceBytes)
  }

  private static let fileSystems: [Place] = [
    // Superblock at 1 KiB, s_magic at 0x38 of it.
    Place("ext2, ext3 or ext4", at: 0x438, [0x53, 0xef]),
    Place("XFS", at: 0, "XFSB"),
    // Superblock at 64 KiB, behind a checksum of 32 bytes, a UUID, an address and flags.
    Place("btrfs", at: 0x1_0040, "_BHRfS_M"),
    Place("F2FS", at: 0x400, [0x10, 0x20, 0xf5, 0xf2]),
    Place("bcache or bcachefs", at: 0x1018, bcache),
    Place("NTFS", at: 3, "NTFS    "),
    Place("exFAT", at: 3, "EXFAT   "),
    // The names that a formatting program writes for people; FAT32 has its own behind a longer header.
    Place("FAT", at: 0x52, "FAT32   "), Place("FAT", at: 0x52, "MSWIN"), Place("FAT", at: 0x36, "FAT16   "),
    Place("FAT", at: 0x36, "FAT12   "), Place("FAT", at: 0x36, "FAT     "), Place("FAT", at: 0x36, "MSDOS"),
    Place("JFS", at: 0x8000, "JFS1"),
    Place("ReiserFS", at: 0x1_0034, "ReIsEr"),
    Place("NILFS2", at: 0x406, [0x34, 0x34]),
    Place("GFS2", at: 0x1_0000, [0x01, 0x16, 0x19, 0x70]),
    Place("OCFS2", at: 0x400, "OCFSV2"), Place("OCFS2", at: 0x800, "OCFSV2"),
    Place("OCFS2", at: 0x1000, "OCFSV2"), Place("OCFS2", at: 0x2000, "OCFSV2"),
    Place("EROFS", at: 0x400, [0xe2, 0xe1, 0xf5, 0xe0]),
    Place("SquashFS", at: 0, "hsqs"),
    Place("ISO 9660", at: 0x8001, "CD001"),
    Place("HFS+", at: 0x400, "H+"), Place("HFS+", at: 0x400, "HX"),
    Place("APFS", at: 32, "NXSB"),
    Place("Ceph BlueStore", at: 0, "bluestore block device"),
  ]

  private static let bcache: [UInt8] = [
    0xc6, 0x85, 0x73, 0xf6, 0x4e, 0x1a, 0x45, 0xca, 0x82, 0x65, 0xf5, 0x7f, 0x48, 0xba, 0x6d, 0x81,
  ]

  private static let volumes: [Place] =
    [Place("LUKS", at: 0, Array("LUKS".utf8) + [0xba, 0xbe])]
    // LUKS2's second header, at the sizes that the first may have.
    + (14...19).map { Place("LUKS", at: 1 << $0, Array("SKUL".utf8) + [0xba, 0xbe]) }
    // The label of a physical volume stands in one of the first four sectors.
    + (0..<4).map { Place("LVM2 physical volume", at: $0 * 512, "LABELONE") }
    + [
      Place("BitLocker", at: 3, "-FVE-FS-"),
      Place("dm-integrity", at: 0, "integrt"),
      Place("dm-verity", at: 0, "verity\0\0"),
      Place("VDO", at: 0, "dmvdo001"),
      Place("LVM2 snapshot store", at: 0, "SnAp"),
      Place("Stratis", at: 516, "!Stra0tis"),
    ]

  /// In the last ten bytes of the first page, whose size differs by architecture.
  private static let swap: [Place] = (12...16).flatMap { shift in
    let place = (1 << shift) - 10
    return [
      Place("swap space", at: place, "SWAPSPACE2"), Place("swap space", at: place, "SWAP-SPACE"),
      Place("hibernated system", at: place, "S1SUSPEND"), Place("hibernated system", at: place, "S2SUSPEND"),
      Place("hibernated system", at: place, "ULSUSPEND"), Place("hibernated system", at: place, "LINHIB0001"),
    ]
  }

  /// Linux RAID: version 1.1 at the start, 1.2 at 4 KiB, 1.0 between 8 and 12 KiB before the end at a multiple of 4 KiB,
  /// 0.90 in the last whole 64 KiB, in the byte order of the machine that made it (drivers/md/md.c). Then what the
  /// firmware of Intel and DDF controllers keeps in the last sectors.
  private static func raid(_ deviceBytes: Int) -> [Place] {
    let name = "Linux RAID member"
    let mark: [UInt8] = [0xfc, 0x4e, 0x2b, 0xa9]
    let sectors = deviceBytes / 512
    let old = deviceBytes / 65_536 * 65_536 - 65_536
    return [
      Place(name, at: 0, mark), Place(name, at: 4096, mark),
      Place(name, at: ((sectors - 16) & ~7) * 512, mark),
      Place(name, at: old, mark), Place(name, at: old, mark.reversed()),
      Place("Intel RAID member", at: (sectors - 2) * 512, "Intel Raid ISM Cfg Sig. "),
      Place("DDF RAID member", at: (sectors - 1) * 512, [0xde, 0x11, 0xde, 0x11]),
    ]
  }

  /// Four labels of 256 KiB, two at each end; the second half of each is a ring of uberblocks of 1 KiB or more, each
  /// beginning with its mark in the byte order of its machine (OpenZFS `uberblock_impl.h`, `vdev_impl.h`).
  private static func zfs(_ deviceBytes: Int) -> [Place] {
    let mark: [UInt8] = [0x0c, 0xb1, 0xba, 0, 0, 0, 0, 0]
    let label = 256 << 10
    let end = deviceBytes / label * label
    return [0, label, end - 2 * label, end - label].flatMap { start in
      (128..<256).flatMap { kibibyte in
        [mark, mark.reversed()].map { Place("ZFS", at: start + kibibyte * 1024, $0) }
      }
    }
  }

  /// The header in the second logical block and its copy in the last one; a logical block is 512 or 4,096 bytes.
  private static func partitionTables(_ deviceBytes: Int) -> [Place] {
    [512, 4096, deviceBytes - 512, deviceBytes - 4096].map {
      Place("GPT partition table", at: $0, "EFI PART")
    }
  }
}
