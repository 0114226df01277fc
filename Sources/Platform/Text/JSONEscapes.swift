/// Characters that JSON writes with a backslash.
enum JSONEscapes {
  private static let short: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  /// The text of a string's inside; nil with an escape that there is not.
  static func text(_ content: ArraySlice<UInt8>) -> String? {
    var units: [UInt8] = []
    var rest = content
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      if let plain = short[escape] {
        units.append(plain)
      } else {
        guard escape == UInt8(ascii: "u"), let character = character(&rest) else { return nil }
        units += Array(character.utf8)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// `00e4` behind `\u`, or the two halves of a character beyond 16 bits; nil for one half alone.
  private static func character(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let first = unit(&rest) else { return nil }
    guard UTF16.isLeadSurrogate(first) else {
      return Unicode.Scalar(UInt32(first)).map { String(Character($0)) }
    }
    guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
      let second = unit(&rest),
      UTF16.isTrailSurrogate(second)
    else { return nil }
    return String(decoding: [first, second], as: UTF16.self)
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    return digits.count == 4 ? UInt16(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }
}
