import Glibc
import Platform
import TestSupport
import Testing

@testable import Host

struct BlockDeviceUseTests {
  private let machine: StorageMachine

  init() throws { machine = try StorageMachine() }

  private func reasons(_ name: String) throws -> [BlockDeviceUse.Reason] {
    let number = try #require(BlockDevice.number(of: "/dev/\(name)", root: machine.root))
    let device = try #require(BlockDevice(number: number, root: machine.root))
    return BlockDeviceUse.read(device, path: "/dev/\(name)", root: machine.root).reasons
  }

  @Test func anIdleDiskIsFree() throws {
    #expect(try reasons("vda").isEmpty)
  }

  @Test func aDiskIsUsedThroughItsPartitions() throws {
    #expect(
      try reasons("nvme0n1") == [
        .mounted(device: "nvme0n1p2", point: "/"), .swap(device: "nvme0n1p1"),
        .partitioned(["nvme0n1p1", "nvme0n1p2"]),
      ])
  }

  @Test func aPartitionIsNotUsedThroughItsNeighbour() throws {
    #expect(try reasons("nvme0n1p2") == [.mounted(device: "nvme0n1p2", point: "/")])
    #expect(try reasons("nvme0n1p1") == [.swap(device: "nvme0n1p1")])
  }

  @Test func aPartitionIsUsedThroughItsDisk() throws {
    try machine.write("proc/swaps", "Filename\n/dev/nvme0n1 partition 8 0 -2\n")
    #expect(try reasons("nvme0n1p1") == [.swap(device: "nvme0n1")])
  }

  @Test func membersAreHeld() throws {
    #expect(try reasons("sda") == [.held(by: ["md0"])])
    #expect(try reasons("md0") == [.held(by: ["dm-0"])])
  }

  @Test func aMountIsFoundByItsSourceWhereItsNumberIsAnonymous() throws {
    #expect(try reasons("mapper/data-pool") == [.mounted(device: "dm-0", point: "/pool")])
  }

  @Test func everyMountIsToldAlsoBoundAndHiddenOnes() throws {
    try machine.write(
      "proc/self/mountinfo",
      """
      1 0 8:1 / / rw - ext4 /dev/sdz rw
      2 1 254:0 / /a rw - xfs /dev/vda rw
      3 1 254:0 /sub /b\\040c ro - xfs /dev/vda rw
      4 2 8:1 / /a rw - ext4 /dev/sdz rw
      """)
    #expect(
      try reasons("vda") == [.mounted(device: "vda", point: "/a"), .mounted(device: "vda", point: "/b c")])
  }

  @Test func aLoopDeviceUsesWhatItPresents() throws {
    try machine.write("sys/block/loop4/loop/backing_file", "/dev/vda\n")
    #expect(try reasons("vda") == [.behindLoop("loop4")])
  }

  @Test func anUnreadableDeviceIsNotFree() {
    let missing = "/nonexistent/device"
    #expect(
      BlockDeviceUse.contentReasons(path: missing, bytes: 4096, isKnownInUse: false)
        == [.notReadable(cause: "no such file or directory (ENOENT)")])
  }

  @Test func claimsAndSignaturesAreToldTogether() throws {
    let tree = try TemporaryTree()
    let path = "\(tree.path)/image"
    try Files.replace(path, with: Array("XFSB".utf8) + [UInt8](repeating: 0, count: 8188))
    func reasons(isKnownInUse: Bool) -> [BlockDeviceUse.Reason] {
      SystemCall.withForcedFailures({ name, _ in name == "claim" ? EBUSY : nil }) {
        BlockDeviceUse.contentReasons(path: path, bytes: 8192, isKnownInUse: isKnownInUse)
      }
    }
    let signature = Signature(name: "XFS", offset: 0)
    #expect(reasons(isKnownInUse: false) == [.claimed, .bears(signature)])
    #expect(reasons(isKnownInUse: true) == [.bears(signature)])
  }

  /// The device of the root file system, where there is one: it must never be found free.
  private static let rootDevice = StorageFacts.read(path: "/", root: .live).device

  @Test(.enabled(if: rootDevice != nil, "the root file system has no block device"))
  func theDeviceBelowThisMachineIsMounted() throws {
    let device = try #require(Self.rootDevice)
    let use = BlockDeviceUse.read(device, path: "/dev/\(device.name)", root: .live)
    #expect(use.reasons.contains { if case .mounted = $0 { true } else { false } })
  }

  @Test(.enabled(if: rootDevice != nil && geteuid() == 0, "needs root and a block device below it"))
  func theKernelClaimsTheDeviceBelowThisMachine() throws {
    let device = try #require(Self.rootDevice)
    let reasons = BlockDeviceUse.contentReasons(
      path: "/dev/\(device.name)", bytes: device.bytes ?? 0, isKnownInUse: false)
    // A container may forbid to open it: that is no sign of being free.
    let isClaimed = reasons.first == .claimed
    let isForbidden = reasons.contains { if case .notReadable = $0 { true } else { false } }
    #expect(isClaimed || isForbidden)
  }
}
