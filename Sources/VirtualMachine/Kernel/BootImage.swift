internal import Platform

/// A `bzImage`, as Linux/x86 installs it (Documentation/arch/x86/boot.rst).
enum BootImage {
  /// The kernel inside, an ELF file that QEMU enters without unpacking (PVH); nil when it is packed otherwise than with
  /// lz4: then the guest unpacks it itself, and boots some two seconds later under TCG.
  ///
  /// - Throws: `TwinError` of kind `preparation` when the image is none or is damaged.
  static func unpack(_ image: [UInt8], path: String) throws(TwinError) -> [UInt8]? {
    func broken(_ reason: String) -> TwinError {
      TwinError(.preparation, "\(path) is no kernel image: \(reason); remove it and let it be unpacked again")
    }
    guard image.count > 0x260, Array(image[0x202..<0x206]) == Array("HdrS".utf8) else {
      throw broken("its header is missing")
    }
    let sectors = image[0x1f1] == 0 ? 4 : Int(image[0x1f1])
    let start = (sectors + 1) * 512 + number(image, at: 0x248)
    let end = start + number(image, at: 0x24c)
    guard start + 8 < end, end <= image.count else { throw broken("its payload is cut off") }
    guard number(image, at: start) == legacyMagic else { return nil }

    var kernel: [UInt8] = []
    var offset = start + 4
    // The image's last four bytes are the length of the kernel inside; what stands there is no block.
    let length = number(image, at: end - 4)
    while offset + 4 < end - 4 {
      let count = number(image, at: offset)
      guard count > 0, offset + 4 + count <= end else { throw broken("an lz4 block is cut off") }
      do {
        kernel += try LZ4Block.expand(image[(offset + 4)..<(offset + 4 + count)], limit: legacyBlock)
      } catch {
        throw broken(error.description)
      }
      offset += 4 + count
    }
    guard kernel.count == length, kernel.starts(with: [0x7f] + Array("ELF".utf8)) else {
      throw broken("\(kernel.count) bytes came out instead of \(length)")
    }
    return kernel
  }

  /// Of lz4's legacy frame, which `lz4 -l` writes for kernels: this number, then blocks of 8 MiB with their packed
  /// length before each (lz4_Frame_format.md).
  private static let legacyMagic = 0x184c_2102
  private static let legacyBlock = 8 << 20

  private static func number(_ bytes: [UInt8], at offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
