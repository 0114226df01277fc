internal import CPlatform

/// What a stamped block says of itself; the whole content of the block follows from it.
public struct BlockStamp: Sendable, Equatable, Hashable, Codable {
  /// Where the block was meant to be written: bytes from the start of the file or device.
  public var offset: UInt64
  /// The how-manieth write of this block it is, from 1.
  public var generation: UInt64
  /// The run that wrote it.
  public var seed: UInt64

  /// A stamp of its three numbers.
  public init(offset: UInt64, generation: UInt64, seed: UInt64) {
    self.offset = offset
    self.generation = generation
    self.seed = seed
  }

  /// Blocks are multiples of so many bytes.
  public static let sectorBytes = Int(ASSAY_STAMP_SECTOR)

  /// The block of `byteCount` bytes, a positive multiple of `sectorBytes`: a header with a checksum of the whole block,
  /// then noise that differs in every sector from that of any other stamp.
  public func block(byteCount: Int) -> [UInt8] {
    Self.checkLength(byteCount)
    return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, count in
      guard let start = bytes.baseAddress else { return }
      unsafe assay_stamp(start, UInt32(byteCount), offset, generation, seed)
      count = byteCount
    }
  }

  /// What a block holds.
  public enum Content: Sendable, Equatable {
    /// A stamp, and the checksum is right.
    case intact(BlockStamp)
    /// A stamp, but the checksum is wrong: any of the numbers may be wrong as well.
    case damaged(BlockStamp)
    /// Zeros only.
    case zeros
    /// Something else.
    case unstamped
  }

  /// Looks at a block, a positive multiple of `sectorBytes` long.
  public static func content(of block: [UInt8]) -> Content {
    checkLength(block.count)
    return unsafe block.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return .zeros }
      return unsafe content(at: start, byteCount: block.count)
    }
  }

  /// Looks at the block at `offset` of a buffer, a positive multiple of `sectorBytes` long.
  public static func content(in buffer: MemoryBuffer, at offset: Int, byteCount: Int) -> Content {
    checkLength(byteCount)
    precondition(offset >= 0 && offset <= buffer.byteCount - byteCount)
    return unsafe content(
      at: (buffer.address + offset).assumingMemoryBound(to: UInt8.self), byteCount: byteCount)
  }

  /// XXH64, with seed 0, of a positive multiple of 32 bytes.
  public static func checksum(of bytes: [UInt8]) -> UInt64 {
    precondition(!bytes.isEmpty && bytes.count.isMultiple(of: 32))
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe assay_checksum(start, buffer.count)
    }
  }

  private static func checkLength(_ byteCount: Int) {
    precondition(byteCount > 0 && byteCount.isMultiple(of: sectorBytes) && byteCount <= UInt32.max)
  }

  private static func content(at start: UnsafePointer<UInt8>, byteCount: Int) -> Content {
    var header = assay_stamp_header()
    let found = unsafe assay_stamp_check(start, UInt32(byteCount), &header)
    let stamp = BlockStamp(offset: header.offset, generation: header.generation, seed: header.seed)
    return switch found {
    case ASSAY_STAMP_INTACT: .intact(stamp)
    case ASSAY_STAMP_DAMAGED: .damaged(stamp)
    case ASSAY_STAMP_ZERO: .zeros
    default: .unstamped
    }
  }
}
