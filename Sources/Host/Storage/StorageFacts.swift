internal import Platform

/// What is known of the storage behind a path: the file system and the block devices below it.
///
///     let facts = StorageFacts.read(path: "/data/file", root: .live)
///     facts.mount?.fileSystem           // "ext4", nil for a raw device
///     facts.device?.scheduler           // "none", nil when unknown
///     facts.fingerprint["storage.model"]
public struct StorageFacts: Sendable, Equatable {
  /// The mount that holds the path; nil for a block device, and when unknown.
  public let mount: Mount?
  /// Whether the path is a block device and not a file in a file system.
  public let isRawDevice: Bool
  /// The block device that the path is, or that its file system lies on; nil when unknown or none.
  public let device: BlockDevice?
  /// The devices at the bottom: the disk of a partition, the disks below a device mapper or a RAID. The device itself
  /// where it stands on no other; empty when unknown.
  public let disks: [BlockDevice]

  /// Reads the facts; for a path that is not there, those of the directory that would hold it.
  ///
  /// - Parameter path: on a captured machine absolute and free of links.
  public static func read(path: String, root: HostRoot) -> StorageFacts {
    let resolved = root.isLive ? present(path) : path
    if let number = BlockDevice.number(of: resolved, root: root) {
      return StorageFacts(mount: nil, isRawDevice: true, number: number, root: root)
    }
    let mount = MountTable(root: root)?.mount(holding: resolved)
    return StorageFacts(
      mount: mount, isRawDevice: false,
      number: number(at: resolved, mount: mount, root: root), root: root)
  }

  private init(mount: Mount?, isRawDevice: Bool, number: DeviceNumber?, root: HostRoot) {
    self.mount = mount
    self.isRawDevice = isRawDevice
    device = number.flatMap { BlockDevice(number: $0, root: root) }
    disks = device.map { Self.bottom(of: $0, root: root) } ?? []
  }

  /// The path without links, or that of the nearest directory above it that is there.
  private static func present(_ path: String) -> String {
    (try? Files.resolved(path)) ?? (try? Files.resolved(Files.parent(of: path))) ?? path
  }

  /// The block device of a file system: by the number of its files, or where that is anonymous by what was mounted.
  private static func number(at path: String, mount: Mount?, root: HostRoot) -> DeviceNumber? {
    let own = root.isLive ? (try? FileStatus(of: path))?.identity.device : mount?.device
    if let own, !own.isAnonymous { return own }
    return mount.flatMap { BlockDevice.number(of: $0.source, root: root) }
  }

  /// The devices that stand on no other, each once, by name.
  private static func bottom(of device: BlockDevice, root: HostRoot) -> [BlockDevice] {
    var seen: Set<DeviceNumber> = []
    var found: [BlockDevice] = []
    func descend(_ device: BlockDevice) {
      guard seen.insert(device.number).inserted else { return }
      let below =
        (device.disk.map { [$0] } ?? [])
        + device.slaves.compactMap { BlockDevice.number(named: $0, root: root) }
      let devices = below.compactMap { BlockDevice(number: $0, root: root) }
      if devices.isEmpty { found.append(device) }
      devices.forEach(descend)
    }
    descend(device)
    return found.sorted { $0.name < $1.name }
  }

  /// The NUMA node that all disks hang on; nil when they differ or one is unknown.
  public var node: Int? {
    let nodes = Set(disks.map(\.node))
    return nodes.count == 1 ? nodes.first ?? nil : nil
  }
}
