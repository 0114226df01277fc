/// What a disk must hold: bytes that nobody guesses, and what was written over them.
struct DiskContent: Sendable, Equatable {
  private(set) var bytes: [UInt8]

  /// - Parameter byteCount: a multiple of eight.
  init(byteCount: Int, seed: UInt64) {
    // Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003), section 3: shifts 13, 7, 17.
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for _ in 0..<byteCount / 8 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: state >> shift))
      }
    }
    // No boot sector: the firmware shall take the guest's.
    if bytes.count >= 512 { bytes[510] = 0 }
    self.bytes = bytes
  }

  /// Notes that a range was filled with one byte.
  mutating func fill(_ range: Range<Int>, with byte: UInt8) {
    bytes.replaceSubrange(range, with: repeatElement(byte, count: range.count))
  }

  /// Bytes that another disk has otherwise, those counted that only one of both has.
  func differences(from other: [UInt8]) -> Int {
    if bytes == other { return 0 }
    return (bytes.count - other.count).magnitude.asInt + zip(bytes, other).count { $0 != $1 }
  }
}

extension UInt {
  fileprivate var asInt: Int { Int(clamping: self) }
}
