internal import CPlatform

/// A single lz4 block, as kernel images hold them.
public enum LZ4Block {
  /// Expands a block.
  ///
  /// - Parameter limit: the most bytes that it may give.
  /// - Throws: EINVAL when the block is damaged or gives more.
  public static func expand(_ block: ArraySlice<UInt8>, limit: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = try SystemCall.run("expand", "an lz4 block") {
      unsafe bytes.withUnsafeMutableBytes { room in
        unsafe block.withUnsafeBytes { block in
          guard let from = block.baseAddress, let into = room.baseAddress else { return 0 }
          return unsafe assay_lz4_expand(from, block.count, into, room.count)
        }
      }
    }
    bytes.removeLast(limit - count)
    return bytes
  }
}
