internal import Platform

/// Why a block device must not be overwritten; empty when nothing speaks against it.
public struct BlockDeviceUse: Sendable, Equatable {
  /// One thing that speaks against it.
  public enum Reason: Sendable, Equatable, CustomStringConvertible {
    /// A file system on the device, on a partition of it, or on the disk that it is a part of, is mounted.
    case mounted(device: String, point: String)
    /// It has a partition table with partitions in it.
    case partitioned([String])
    /// Devices are made of it, of a partition of it, or of the disk that it is a part of.
    case held(by: [String])
    /// The kernel swaps to it, or to a partition of it, or to the disk that it is a part of.
    case swap(device: String)
    /// A loop device presents it.
    case behindLoop(String)
    /// It bears the mark of a file system, a volume, a table.
    case bears(Signature)
    /// The kernel uses it, in a way that cannot be seen from here.
    case claimed
    /// It could not be read to look for signatures.
    case notReadable(cause: String)

    /// What follows the name of the device: `is mounted at /data`, `holds ext2, ext3 or ext4`.
    public var description: String {
      switch self {
      case .mounted(let device, let point): "is mounted at \(point) (\(device))"
      case .partitioned(let names): "has partitions (\(names.joined(separator: ", ")))"
      case .held(let names): "is part of \(names.joined(separator: ", "))"
      case .swap(let device): "is swap space in use (\(device))"
      case .behindLoop(let name): "is presented by \(name)"
      case .bears(let signature): "bears the signature of \(signature.name)"
      case .claimed: "is in use by the kernel"
      case .notReadable(let cause): "cannot be searched for signatures: \(cause)"
      }
    }
  }

  /// Everything that speaks against it, the gravest first.
  public var reasons: [Reason]

  /// Exactly these reasons.
  public init(reasons: [Reason] = []) { self.reasons = reasons }

  /// Whether nothing speaks against overwriting it.
  public var isFree: Bool { reasons.isEmpty }

  /// Everything that the kernel's files tell of a device, and on this machine what is written on it.
  ///
  /// - Parameter path: where its bytes can be read; not looked at on a captured machine.
  public static func read(_ device: BlockDevice, path: String, root: HostRoot) -> BlockDeviceUse {
    var use = BlockDeviceUse(reasons: UseInKernel(device, root: root).reasons)
    guard root.isLive else { return use }
    use.reasons += contentReasons(path: path, bytes: device.bytes ?? 0, isKnownInUse: !use.isFree)
    return use
  }

  /// Looks at the device itself: what it bears at its ends, and whether the kernel has claimed it.
  static func contentReasons(path: String, bytes: Int, isKnownInUse: Bool) -> [Reason] {
    var reasons: [Reason] = []
    do throws(SystemError) {
      // Where nothing else was found, the mount or the pool is in another namespace or of a kind unknown here.
      let isClaimed = isKnownInUse ? false : try Files.isClaimedByKernel(path)
      if isClaimed { reasons.append(.claimed) }
      let head = try Files.bytes(path, from: 0, count: min(Signature.margin, bytes))
      let start = max(0, bytes - Signature.margin)
      let tail = try Files.bytes(path, from: start, count: bytes - start)
      reasons += Signature.found(head: head, tail: tail, deviceBytes: start + tail.count).map(Reason.bears)
    } catch {
      reasons.append(.notReadable(cause: error.cause))
    }
    return reasons
  }
}
