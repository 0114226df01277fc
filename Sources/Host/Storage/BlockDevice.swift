public import Platform

/// What the kernel says of one block device below `/sys/dev/block`; nil for what it does not say.
public struct BlockDevice: Sendable, Equatable {
  /// By what the kernel knows it.
  public let number: DeviceNumber
  /// Its name: `nvme0n1`, `vda1`, `dm-0`.
  public let name: String
  /// Bytes from the first to the last.
  public let bytes: Int?
  /// Whether it takes no writes.
  public let isReadOnly: Bool?
  /// What stays the same when names change: a worldwide name, a serial number, a mapper's, RAID's or partition's UUID.
  public let id: String?
  /// The vendor's name of the product.
  public let model: String?
  /// The firmware's version.
  public let firmware: String?
  /// The driver of the device that it belongs to: `virtio_blk`, `sd`.
  public let driver: String?
  /// The I/O scheduler in force.
  public let scheduler: String?
  /// Requests that the scheduler or the block layer holds at most.
  public let requests: Int?
  /// KiB that the kernel reads ahead.
  public let readAheadKiB: Int?
  /// Whether it says that it turns; virtual disks often say so without reason.
  public let isRotational: Bool?
  /// `write back` or `write through`.
  public let writeCache: String?
  /// The smallest piece that can be addressed, in bytes.
  public let logicalBlockBytes: Int?
  /// The smallest piece that is written without reading first, in bytes.
  public let physicalBlockBytes: Int?
  /// The NUMA node that it is attached to.
  public let node: Int?
  /// The disk that it is a part of; nil when it is no partition.
  public let disk: DeviceNumber?
  /// The partitions in it, by name.
  public let partitions: [String]
  /// The devices that it is made of, by name: what a device mapper or a RAID stands on.
  public let slaves: [String]
  /// The devices that are made of it, by name.
  public let holders: [String]

  /// Reads it; nil when the kernel knows no such device.
  public init?(number: DeviceNumber, root: HostRoot) {
    let folder = "sys/dev/block/\(number)"
    let events = BlockDevice.events(root, folder)
    guard let name = events["DEVNAME"] else { return nil }
    self.number = number
    self.name = name
    // The unit is 512 bytes for every device.
    bytes = root.number("\(folder)/size").flatMap { sectors in
      let (bytes, overflow) = sectors.multipliedReportingOverflow(by: 512)
      return overflow || bytes < 0 ? nil : bytes
    }
    isReadOnly = root.number("\(folder)/ro").map { $0 != 0 }
    let isPartition = root.exists("\(folder)/partition")
    disk = isPartition ? root.text("\(folder)/../dev").flatMap { DeviceNumber($0) } : nil
    func text(_ names: String...) -> String? {
      names.lazy.compactMap { root.text("\(folder)/\($0)") }.first { !$0.isEmpty }
    }
    id =
      isPartition
      ? events["PARTUUID"]
      : text("wwid", "device/wwid", "serial", "device/serial", "dm/uuid", "md/uuid", "device/cid")
    model = text("device/model", "device/name")
    firmware = text("device/firmware_rev", "device/rev", "device/fwrev")
    driver = BlockDevice.events(root, "\(folder)/device")["DRIVER"]
    // A partition's requests go through the queue of its disk.
    let queue = isPartition ? "\(folder)/../queue" : "\(folder)/queue"
    scheduler = root.text("\(queue)/scheduler").map(KernelChoice.chosen)
    requests = root.number("\(queue)/nr_requests")
    readAheadKiB = root.number("\(queue)/read_ahead_kb")
    isRotational = root.number("\(queue)/rotational").map { $0 != 0 }
    writeCache = root.text("\(queue)/write_cache")
    logicalBlockBytes = root.number("\(queue)/logical_block_size")
    physicalBlockBytes = root.number("\(queue)/physical_block_size")
    node = BlockDevice.node(root, "\(folder)/device")
    partitions = root.names(folder).filter { root.exists("\(folder)/\($0)/partition") }
    slaves = root.names("\(folder)/slaves")
    holders = root.names("\(folder)/holders")
  }

  /// The number of the block device that an absolute path names, links followed; nil when it names none.
  ///
  /// A captured machine has no such files: there, names below `/dev` are looked for in `/sys/class/block`.
  public static func number(of path: String, root: HostRoot) -> DeviceNumber? {
    guard path.hasPrefix("/") else { return nil }
    if root.isLive {
      guard let status = try? FileStatus(of: path), status.kind == .blockDevice else { return nil }
      return status.represents
    }
    guard path.hasPrefix("/dev/") else { return nil }
    let name = path.dropFirst(5)
    if !name.contains("/") { return number(named: String(name), root: root) }
    guard name.hasPrefix("mapper/") else { return nil }
    return root.names("sys/class/block")
      .first { root.text("sys/class/block/\($0)/dm/name") ?? "" == name.dropFirst(7) }
      .flatMap { number(named: $0, root: root) }
  }

  /// The number of the device of that name; nil when the kernel knows none.
  static func number(named name: String, root: HostRoot) -> DeviceNumber? {
    root.text("sys/class/block/\(name)/dev").flatMap { DeviceNumber($0) }
  }

  /// The lines `NAME=value` of a device's `uevent`.
  private static func events(_ root: HostRoot, _ folder: String) -> [String: String] {
    var events: [String: String] = [:]
    for line in (root.text("\(folder)/uevent") ?? "").split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      events[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    return events
  }

  /// The node of the first device on the way up from `folder` that has one: a disk hangs below a controller, which
  /// hangs below a PCI device, and only the last knows. -1 means that the firmware does not tell.
  private static func node(_ root: HostRoot, _ folder: String) -> Int? {
    var folder = folder
    // Behind a SAS expander there are seven steps to the PCI device.
    for _ in 0..<10 where root.exists(folder) {
      if let node = root.number("\(folder)/numa_node") { return node < 0 ? nil : node }
      folder += "/.."
    }
    return nil
  }
}
