internal import FoundationEssentials
public import Statistics

extension LatencyHistogram {
  /// The histogram as text that HdrHistogram's own tools read: its encoding V2, base64
  /// (https://github.com/HdrHistogram/HdrHistogram, AbstractHistogram.encodeIntoCompressedByteBuffer): counts as
  /// ZigZag LEB128 numbers, of which a negative one stands for so many empty cells, in a zlib envelope (RFC 1950).
  /// The envelope holds stored blocks: runs of empty cells, which are nearly all of it, are gone by then.
  public var encoded: String {
    var payload: [UInt8] = []
    var empty: Int64 = 0
    for count in counts.prefix((counts.lastIndex { $0 > 0 } ?? -1) + 1) {
      if count == 0 {
        empty += 1
        continue
      }
      if empty > 0 { Self.appendZigZag(-empty, to: &payload) }
      empty = 0
      Self.appendZigZag(Int64(clamping: count), to: &payload)
    }
    var bytes =
      Self.bigEndian(Self.cookie) + Self.bigEndian(UInt32(payload.count)) + Self.bigEndian(UInt32(0))
    bytes += Self.bigEndian(UInt32(Self.significantDigits)) + Self.bigEndian(UInt64(1))
    bytes += Self.bigEndian(Self.largestValue) + Self.bigEndian((1.0).bitPattern) + payload
    let envelope = Zlib.stored(bytes)
    return Data(Self.bigEndian(Self.envelopeCookie) + Self.bigEndian(UInt32(envelope.count)) + envelope)
      .base64EncodedString()
  }

  /// Reads what `encoded` gives; nil for anything else. The exact minimum and maximum are not in it: they come back
  /// as the ends of their cells.
  public init?(encoded text: String) {
    guard let data = Data(base64Encoded: text) else { return nil }
    let bytes = Array(data)
    guard bytes.count > 8, Self.number(bytes[0..<4]) == UInt64(Self.envelopeCookie),
      let content = Zlib.contents(ofStored: Array(bytes[8...])), content.count >= Self.headerLength,
      Self.number(content[0..<4]) == UInt64(Self.cookie),
      Self.number(content[12..<16]) == UInt64(Self.significantDigits)
    else { return nil }
    var counts: [UInt64] = []
    var rest = content[Self.headerLength...]
    while !rest.isEmpty {
      guard let value = Self.takeZigZag(from: &rest) else { return nil }
      let cells = value < 0 ? value.magnitude : 1
      guard UInt64(counts.count) + cells <= UInt64(Self.cellCount) else { return nil }
      if value < 0 {
        counts += [UInt64](repeating: 0, count: Int(cells))
      } else {
        counts.append(UInt64(value))
      }
    }
    self.init(counts: counts)
  }

  /// Two encoded histograms as one; what cannot be read is left out.
  static func merged(_ first: String?, _ second: String) -> String? {
    guard var sum = LatencyHistogram(encoded: second) else { return first }
    if let first = first.flatMap(LatencyHistogram.init(encoded:)) { sum.merge(first) }
    return sum.encoded
  }

  /// V2, 8-byte words, and its compressed form.
  private static let cookie: UInt32 = 0x1c84_9303 | 0x10
  private static let envelopeCookie: UInt32 = 0x1c84_9304 | 0x10
  private static let headerLength = 40

  private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// ZigZag LEB128 of at most nine bytes: the ninth holds eight bits.
  private static func appendZigZag(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
    for _ in 0..<8 where rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private static func takeZigZag(from bytes: inout ArraySlice<UInt8>) -> Int64? {
    var value: UInt64 = 0
    for position in 0..<9 {
      guard let byte = bytes.popFirst() else { return nil }
      let isLast = byte < 0x80 || position == 8
      value |= UInt64(position == 8 ? byte : byte & 0x7F) << UInt64(7 * position)
      if isLast { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    return nil
  }
}

/// The zlib format (RFC 1950) with stored blocks (RFC 1951, section 3.2.4): an envelope without compression.
private enum Zlib {
  private static let longestBlock = 65_535
  /// Deflate, 32 KiB window, no dictionary, fastest.
  private static let header: [UInt8] = [0x78, 0x01]

  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var result = header
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(longestBlock)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      result.append(rest.isEmpty ? 1 : 0)
      result += [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
      result += block
    } while !rest.isEmpty
    let sum = adler32(bytes)
    return result + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
  }

  /// The contents; nil for a damaged envelope or one with compressed blocks.
  static func contents(ofStored bytes: [UInt8]) -> [UInt8]? {
    guard Array(bytes.prefix(2)) == header else { return nil }
    var rest = bytes.dropFirst(2)
    var result: [UInt8] = []
    while true {
      guard rest.count >= 5, let head = rest.popFirst(), head <= 1 else { return nil }
      let numbers = Array(rest.prefix(4))
      let length = UInt16(numbers[0]) | UInt16(numbers[1]) << 8
      guard length == ~(UInt16(numbers[2]) | UInt16(numbers[3]) << 8), rest.count >= 4 + Int(length) else {
        return nil
      }
      result += rest.dropFirst(4).prefix(Int(length))
      rest = rest.dropFirst(4 + Int(length))
      if head == 1 { break }
    }
    return Array(rest) == [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: adler32(result) >> UInt32($0)) }
      ? result : nil
  }

  /// RFC 1950, section 8.2.
  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
