import Platform
import TestSupport
import Testing

@testable import Host

struct StorageFactsTests {
  private let machine: StorageMachine

  init() throws { machine = try StorageMachine() }

  private func facts(_ path: String) -> StorageFacts { StorageFacts.read(path: path, root: machine.root) }

  @Test func aFileOnAPartition() throws {
    let facts = facts("/home/me/file")
    #expect(facts.mount?.fileSystem == "ext4" && !facts.isRawDevice)
    let device = try #require(facts.device)
    #expect(device.name == "nvme0n1p2" && device.id == "aaaa-02" && device.bytes == 512_000)
    #expect(device.disk == DeviceNumber(major: 259, minor: 0))
    // The queue is the disk's.
    #expect(device.scheduler == "none" && device.requests == 1023 && device.readAheadKiB == 128)
    #expect(facts.disks.map(\.name) == ["nvme0n1"] && facts.node == 1)
    let print = facts.fingerprint
    #expect(print["storage.model"] == "Fast 980 PRO" && print["storage.firmware"] == "5B2QGXA7")
    #expect(print["storage.disk_id"] == "eui.0025388a01" && print["storage.numa_node"] == "1")
    #expect(print["storage.rotational"] == "no" && print["storage.write_cache"] == "write back")
    #expect(print["storage.logical_block_bytes"] == "512" && print["storage.physical_block_bytes"] == "4096")
    #expect(print["storage.mount_options"] == "rw,relatime" && print["storage.source"] == "/dev/nvme0n1p2")
    #expect(print["storage.driver"] == "unknown")
  }

  @Test func anAnonymousNumberIsFoundByItsSource() throws {
    let facts = facts("/pool/file")
    #expect(facts.mount?.device.isAnonymous == true)
    #expect(facts.device?.name == "dm-0" && facts.device?.id == "LVM-abc")
    // Through the mapper and the RAID down to the disks, which hang on different nodes.
    #expect(facts.disks.map(\.name) == ["sda", "sdb"] && facts.disks.map(\.node) == [0, 1])
    #expect(facts.node == nil)
    let print = facts.fingerprint
    #expect(print["storage.disks"] == "sda,sdb" && print["storage.disk_id"] == "naa.sda,naa.sdb")
    #expect(print["storage.model"] == "SLOW-DISK" && print["storage.driver"] == "sd")
    #expect(print["storage.numa_node"] == "unknown" && print["storage.file_system_options"] == "rw,subvol=/@")
  }

  @Test func aRawDevice() {
    let facts = facts("/dev/vda")
    #expect(facts.isRawDevice && facts.mount == nil && facts.device?.name == "vda")
    #expect(facts.disks == facts.device.map { [$0] })
    let print = facts.fingerprint
    #expect(print["storage.file_system"] == "none" && print["storage.mount_point"] == "none")
    #expect(print["storage.device_id"] == "serial-1" && print["storage.driver"] == "virtio_blk")
    // -1 is the kernel's word for unknown.
    #expect(print["storage.numa_node"] == "unknown" && print["storage.rotational"] == "yes")
  }

  @Test func memoryHasNoDevice() {
    let facts = facts("/tmp/file")
    #expect(facts.mount?.fileSystem == "tmpfs" && facts.device == nil && facts.disks.isEmpty)
    #expect(facts.fingerprint["storage.file_system"] == "tmpfs")
    #expect(facts.fingerprint["storage.model"] == "unknown")
  }

  @Test func everyFactHasAWordWhereNothingIsKnown() throws {
    let nothing = try TemporaryTree()
    let empty = StorageFacts.read(path: "/x", root: HostRoot(directory: nothing.path)).fingerprint
    #expect(Set(empty.values) == ["unknown"])
    #expect(Set(empty.keys) == Set(facts("/dev/vda").fingerprint.keys))
  }

  @Test func thisMachineIsReadForFilesAndWhatIsNotThereYet() throws {
    let tree = try TemporaryTree(["file": "x"])
    let facts = StorageFacts.read(path: "\(tree.path)/file", root: .live)
    #expect(facts.mount?.fileSystem.isEmpty == false)
    #expect(StorageFacts.read(path: "\(tree.path)/to-be-made", root: .live) == facts)
    let expected = try FileStatus(of: tree.path).identity.device
    if !expected.isAnonymous { #expect(facts.mount?.device == expected) }
    if let device = facts.device {
      #expect(BlockDevice(number: device.number, root: .live)?.name == device.name)
    }
  }

  @Test func aFileOfProcHasNoDevice() {
    let facts = StorageFacts.read(path: "/proc/self/status", root: .live)
    #expect(facts.mount?.fileSystem == "proc" && facts.device == nil)
  }
}
