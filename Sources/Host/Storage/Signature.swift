/// A mark by which a file system, a partition table, swap space, or a part of a RAID or volume group is known.
///
/// Offsets and marks are those of the formats' own headers, as libblkid (util-linux, `libblkid/src/superblocks` and
/// `libblkid/src/partitions`) looks for them. Only the mark counts, no checksum: what is damaged may still be dear.
public struct Signature: Sendable, Equatable {
  /// What bears it: `ext2, ext3 or ext4`, `LUKS`.
  public let name: String
  /// Where it was found, in bytes from the start of the device.
  public let offset: Int

  /// Exactly this.
  public init(name: String, offset: Int) {
    self.name = name
    self.offset = offset
  }

  /// Bytes to read at each end of a device.
  public static let margin = 1 << 20

  /// Every signature in the first and the last bytes of a device, each name once.
  ///
  /// - Parameters:
  ///   - head: the first `margin` bytes, or all of a smaller device.
  ///   - tail: the last `margin` bytes, or all of a smaller device.
  ///   - deviceBytes: bytes of the whole device, not fewer than those of the tail.
  public static func found(head: [UInt8], tail: [UInt8], deviceBytes: Int) -> [Signature] {
    let ends = Ends(head: head, tail: tail, deviceBytes: deviceBytes)
    var found: [Signature] = []
    for place in places(deviceBytes: deviceBytes)
    where ends.hold(place.mark, at: place.offset) && !found.contains(where: { $0.name == place.name }) {
      found.append(Signature(name: place.name, offset: place.offset))
    }
    // FAT, NTFS and the protective record of a GPT bear this mark as well.
    if found.isEmpty && ends.hold([0x55, 0xaa], at: 510) {
      found.append(Signature(name: "MBR partition table or boot sector", offset: 510))
    }
    return found
  }

  /// The bytes at hand of a device.
  private struct Ends {
    let head: [UInt8]
    let tail: [UInt8]
    let deviceBytes: Int

    func hold(_ mark: [UInt8], at offset: Int) -> Bool {
      Self.hold(mark, in: head, at: offset)
        || Self.hold(mark, in: tail, at: offset - (deviceBytes - tail.count))
    }

    private static func hold(_ mark: [UInt8], in bytes: [UInt8], at offset: Int) -> Bool {
      offset >= 0 && offset <= bytes.count - mark.count && bytes[offset...].starts(with: mark)
    }
  }
}
