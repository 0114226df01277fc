import Foundation
import Host
import Platform
import TestSupport

/// A machine that never was, with an NVMe disk with two partitions, two SATA disks in a RAID below a device mapper, and
/// a virtio disk; and links as the kernel's.
struct StorageMachine {
  let tree: TemporaryTree
  var root: HostRoot { HostRoot(directory: tree.path) }

  init() throws {
    tree = try TemporaryTree([
      "proc/self/mountinfo": """
      20 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,discard
      21 20 0:40 /@ /pool rw - btrfs /dev/mapper/data-pool rw,subvol=/@
      22 20 0:41 / /tmp rw - tmpfs tmpfs rw
      """,
      "proc/swaps": "Filename\tType\tSize\tUsed\tPriority\n/dev/nvme0n1p1 partition 8 0 -2\n",
    ])
    try nvme()
    try disk("sda", "8:0", node: "0")
    try disk("sdb", "8:16", node: "1")
    try raid()
    try virtio()
  }

  /// Adds or overwrites a file.
  func write(_ name: String, _ text: String) throws { try tree.write(name, text) }

  private static let nvmeDisk = "sys/devices/pci0000:00/0000:00:04.0/nvme/nvme0/nvme0n1"

  private func nvme() throws {
    let disk = Self.nvmeDisk
    try device(disk, "nvme0n1", "259:0", sectors: 2_000_409_264)
    try queue("\(disk)/queue", scheduler: "[none] mq-deadline", rotational: "0", logical: "512")
    try write("\(disk)/wwid", "eui.0025388a01\n")
    try write("sys/devices/pci0000:00/0000:00:04.0/numa_node", "1\n")
    try write("sys/devices/pci0000:00/0000:00:04.0/nvme/nvme0/model", "Fast 980 PRO                     \n")
    try write("sys/devices/pci0000:00/0000:00:04.0/nvme/nvme0/firmware_rev", "5B2QGXA7\n")
    try link("\(disk)/device", to: "../../nvme0")
    for (number, uuid) in [(1, "aaaa-01"), (2, "aaaa-02")] {
      let part = "\(disk)/nvme0n1p\(number)"
      try device(part, "nvme0n1p\(number)", "259:\(number)", sectors: 1000, more: "PARTUUID=\(uuid)\n")
      try write("\(part)/partition", "\(number)\n")
    }
  }

  private func disk(_ name: String, _ number: String, node: String) throws {
    let address = "sys/devices/pci0000:\(node)0/0000:\(node)0:1f.2"
    let unit = "\(address)/ata1/host0/target0:0:0/0:0:0:0"
    try device("\(unit)/block/\(name)", name, number, sectors: 4096)
    try queue(
      "\(unit)/block/\(name)/queue", scheduler: "none [mq-deadline]", rotational: "1", logical: "4096")
    try link("\(unit)/block/\(name)/device", to: "../../../0:0:0:0")
    try write("\(unit)/model", "SLOW-DISK\n")
    try write("\(unit)/wwid", "naa.\(name)\n")
    try write("\(unit)/uevent", "DEVTYPE=scsi_device\nDRIVER=sd\n")
    try write("\(address)/numa_node", "\(node)\n")
    try write("\(unit)/block/\(name)/holders/md0/dev", "9:0\n")
  }

  /// md0 of sda and sdb, and dm-0 upon it.
  private func raid() throws {
    let md = "sys/devices/virtual/block/md0"
    try device(md, "md0", "9:0", sectors: 8192)
    try queue("\(md)/queue", scheduler: "none", rotational: "1", logical: "4096")
    for slave in ["sda", "sdb"] { try write("\(md)/slaves/\(slave)/size", "4096\n") }
    try write("\(md)/holders/dm-0/size", "8192\n")
    try write("\(md)/md/uuid", "1234\n")
    let mapper = "sys/devices/virtual/block/dm-0"
    try device(mapper, "dm-0", "253:0", sectors: 8192)
    try queue("\(mapper)/queue", scheduler: "none", rotational: "1", logical: "4096")
    try write("\(mapper)/slaves/md0/size", "8192\n")
    try write("\(mapper)/dm/name", "data-pool\n")
    try write("\(mapper)/dm/uuid", "LVM-abc\n")
  }

  private func virtio() throws {
    let disk = "sys/devices/pci0000:00/0000:00:05.0/virtio1/block/vda"
    try device(disk, "vda", "254:0", sectors: 2048)
    try queue("\(disk)/queue", scheduler: "[none]", rotational: "1", logical: "512")
    try write("\(disk)/serial", "serial-1")
    try link("\(disk)/device", to: "../../../virtio1")
    try write("sys/devices/pci0000:00/0000:00:05.0/virtio1/uevent", "DRIVER=virtio_blk\n")
    try write("sys/devices/pci0000:00/0000:00:05.0/numa_node", "-1\n")
  }

  private func device(
    _ folder: String, _ name: String, _ number: String, sectors: Int, more: String = ""
  ) throws {
    let parts = number.split(separator: ":")
    try write("\(folder)/uevent", "MAJOR=\(parts[0])\nMINOR=\(parts[1])\nDEVNAME=\(name)\n\(more)")
    try write("\(folder)/dev", "\(number)\n")
    try write("\(folder)/size", "\(sectors)\n")
    try write("\(folder)/ro", "0\n")
    let fromDevices = folder.dropFirst("sys/".count)
    try link("sys/dev/block/\(number)", to: "../../\(fromDevices)")
    try link("sys/class/block/\(name)", to: "../../\(fromDevices)")
    try link("sys/block/\(name)", to: "../\(fromDevices)")
  }

  private func queue(_ folder: String, scheduler: String, rotational: String, logical: String) throws {
    try write("\(folder)/scheduler", "\(scheduler)\n")
    try write("\(folder)/nr_requests", "1023\n")
    try write("\(folder)/read_ahead_kb", "128\n")
    try write("\(folder)/rotational", "\(rotational)\n")
    try write("\(folder)/write_cache", "write back\n")
    try write("\(folder)/logical_block_size", "\(logical)\n")
    try write("\(folder)/physical_block_size", "4096\n")
  }

  private func link(_ name: String, to target: String) throws {
    let path = "\(tree.path)/\(name)"
    try Files.createDirectories(Files.parent(of: path))
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }
}
