/// Numbers as the notebook stores them: 64-bit floats one after the other, little-endian.
enum DoubleBytes {
  /// The bytes.
  static func bytes(_ values: [Double]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 8)
    for value in values {
      let pattern = value.bitPattern
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: pattern >> shift))
      }
    }
    return bytes
  }

  /// The numbers; what is left of bytes that are no whole number of them is dropped.
  static func values(_ bytes: [UInt8]) -> [Double] {
    stride(from: 0, to: bytes.count - 7, by: 8).map { start in
      let pattern = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64($1 * 8) }
      return Double(bitPattern: pattern)
    }
  }
}
