internal import Platform

/// A `bzImage`, as Linux/x86 installs it (Documentation/arch/x86/boot.rst).
enum BootImage {
  /// The kernel inside, an ELF file that QEMU enters without unpacking (PVH); nil when it is packed otherwise than with
  /// lz4 or zstd: then the guest unpacks it itself, and boots some two seconds later under TCG.
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
    let start = (sectors + 1) * 512 + number(image[...], at: 0x248)
    let end = start + number(image[...], at: 0x24c)
    guard start + 8 < end, end <= image.count else { throw broken("its payload is cut off") }
    // The payload's last four bytes are the length of the kernel inside.
    let packed = image[start..<(end - 4)]
    let length = number(image[...], at: end - 4)
    guard length <= kernelLimit else { throw broken("a kernel of \(length) bytes") }
    let kernel: [UInt8]
    do throws(SystemError) {
      switch number(image[...], at: start) {
      case legacyLZ4: kernel = try expandBlocks(packed)
      case zstdFrame: kernel = try Expansion.zstdFrame.expand(packed, limit: length)
      default: return nil
      }
    } catch {
      throw broken(error.description)
    }
    guard kernel.count == length, kernel.starts(with: [0x7f] + Array("ELF".utf8)) else {
      throw broken("\(kernel.count) bytes came out instead of \(length)")
    }
    return kernel
  }

  private static let kernelLimit = 256 << 20
  /// RFC 8878.
  private static let zstdFrame = 0xfd2f_b528
  /// Of lz4's legacy frame, which `lz4 -l` writes for kernels: this number, then blocks of 8 MiB with their packed
  /// length before each (lz4_Frame_format.md).
  private static let legacyLZ4 = 0x184c_2102
  private static let legacyBlock = 8 << 20

  private static func expandBlocks(_ packed: ArraySlice<UInt8>) throws(SystemError) -> [UInt8] {
    var kernel: [UInt8] = []
    var rest = packed.dropFirst(4)
    while rest.count >= 4 {
      let count = number(packed, at: rest.startIndex)
      rest = rest.dropFirst(4)
      // A length beyond the end is found by the block that ends too early.
      kernel += try Expansion.lz4Block.expand(rest.prefix(count), limit: legacyBlock)
      rest = rest.dropFirst(count)
    }
    return kernel
  }

  private static func number(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
