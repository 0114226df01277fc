internal import Platform

/// What the kernel does with a block device, from `/proc` and `/sys`.
struct UseInKernel {
  let reasons: [BlockDeviceUse.Reason]

  init(_ device: BlockDevice, root: HostRoot) {
    // A write to a disk reaches its partitions, and what uses the whole disk minds a write to one of them.
    let disk = device.disk.flatMap { BlockDevice(number: $0, root: root) }
    let parts = device.partitions.compactMap { name in
      BlockDevice.number(named: name, root: root).flatMap { BlockDevice(number: $0, root: root) }
    }
    let touched = [device] + parts + (disk.map { [$0] } ?? [])
    let holders = Set(touched.flatMap(\.holders)).sorted()
    reasons =
      Self.mounts(touched, root: root) + Self.swaps(touched, root: root)
      + (holders.isEmpty ? [] : [.held(by: holders)]) + Self.loops(touched, root: root)
      + (device.partitions.isEmpty ? [] : [.partitioned(device.partitions)])
  }

  private static func mounts(_ touched: [BlockDevice], root: HostRoot) -> [BlockDeviceUse.Reason] {
    var reasons: [BlockDeviceUse.Reason] = []
    for mount in MountTable(root: root)?.mounts ?? [] {
      let number = mount.device.isAnonymous ? BlockDevice.number(of: mount.source, root: root) : mount.device
      guard let device = touched.first(where: { $0.number == number }) else { continue }
      reasons.append(.mounted(device: device.name, point: mount.point))
    }
    return reasons
  }

  private static func swaps(_ touched: [BlockDevice], root: HostRoot) -> [BlockDeviceUse.Reason] {
    SwapTable.paths(root: root).compactMap { path in
      let number = BlockDevice.number(of: path, root: root)
      return touched.first { $0.number == number }.map { .swap(device: $0.name) }
    }
  }

  private static func loops(_ touched: [BlockDevice], root: HostRoot) -> [BlockDeviceUse.Reason] {
    LoopDevices.backingFiles(root: root).compactMap { loop in
      let number = BlockDevice.number(of: loop.path, root: root)
      return touched.contains { $0.number == number } ? .behindLoop(loop.name) : nil
    }
  }
}

/// What the kernel swaps to.
public enum SwapTable {
  /// The files and devices in `/proc/swaps`; empty when there are none or it cannot be read.
  public static func paths(root: HostRoot) -> [String] {
    (root.text("proc/swaps") ?? "").split(separator: "\n").dropFirst().compactMap { line in
      line.split(whereSeparator: \.isWhitespace).first.map { Mount.unescaped($0) }
    }
  }
}

/// Loop devices that present something.
public enum LoopDevices {
  /// The name of every loop device in use, and the file or device that it presents.
  public static func backingFiles(root: HostRoot) -> [(name: String, path: String)] {
    root.names("sys/block").filter { $0.hasPrefix("loop") }.compactMap { name in
      root.text("sys/block/\(name)/loop/backing_file").map { (name, $0) }
    }
  }
}
