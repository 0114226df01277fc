internal import CPlatform

/// Expands what others packed, at once, as kernel images hold it.
public enum Expansion: Sendable {
  /// One lz4 block.
  case lz4Block
  /// One zstd frame; what follows it is ignored.
  case zstdFrame

  /// The bytes that were packed.
  ///
  /// - Parameter limit: the most that there may be.
  /// - Throws: EINVAL when it is damaged or gives more.
  public func expand(_ packed: ArraySlice<UInt8>, limit: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = try SystemCall.run("expand", self == .lz4Block ? "an lz4 block" : "a zstd frame") {
      unsafe bytes.withUnsafeMutableBytes { room in
        unsafe packed.withUnsafeBytes { packed in
          guard let from = packed.baseAddress, let into = room.baseAddress else { return 0 }
          return switch self {
          case .lz4Block: unsafe assay_lz4_expand(from, packed.count, into, room.count)
          case .zstdFrame: unsafe assay_zstd_expand(from, packed.count, into, room.count)
          }
        }
      }
    }
    bytes.removeLast(limit - count)
    return bytes
  }
}
