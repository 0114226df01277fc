internal import Platform

/// How the text of each type becomes its normal form.
extension SettingValue {
  /// What any setting of the kernel can hold: signed or unsigned, 64 bits.
  private static let wholeNumbers = Int128(Int64.min)...Int128(UInt64.max)

  /// Decimal, octal behind `0`, hexadecimal behind `0x`; a minus is allowed.
  static func integer(_ text: some StringProtocol) throws(ValueProblem) -> Int128 {
    let isNegative = text.hasPrefix("-")
    let digits = text.dropFirst(isNegative ? 1 : 0)
    let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
    let isOctal = !isHexadecimal && digits.count > 1 && digits.hasPrefix("0")
    let body = digits.dropFirst(isHexadecimal ? 2 : 0)
    // Int128 reads a sign of its own.
    guard let first = body.first, first != "-", first != "+",
      let size = Int128(body, radix: isHexadecimal ? 16 : isOctal ? 8 : 10)
    else {
      throw ValueProblem(
        "\(text)", expected: "a whole number such as 10 or 0x14 (a leading 0 makes it octal)")
    }
    let value = isNegative ? -size : size
    guard wholeNumbers.contains(value) else {
      throw ValueProblem("\(text)", expected: "a whole number of at most 64 bits")
    }
    return value
  }

  static func vector(_ text: String, count: Int?) throws(ValueProblem) -> String {
    let parts = text.split(whereSeparator: \.isWhitespace)
    let expected = "\(count.map { "\($0) " } ?? "")whole numbers with spaces between them"
    guard count.map({ parts.count == $0 }) ?? !parts.isEmpty else {
      throw ValueProblem(text, expected: expected)
    }
    var numbers: [String] = []
    for part in parts {
      guard let number = try? integer(part) else { throw ValueProblem(text, expected: expected) }
      numbers.append("\(number)")
    }
    return numbers.joined(separator: " ")
  }

  static func word(_ text: String) throws(ValueProblem) -> String {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "[") }) else {
      throw ValueProblem(text, expected: "one word")
    }
    return text
  }

  /// Words of printable characters.
  static func words(_ text: String) throws(ValueProblem) -> [String] {
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" || $0 == "\n" })
    else { throw ValueProblem(text, expected: "text without control characters") }
    return text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  static func cpus(_ text: String) throws(ValueProblem) -> String {
    do {
      return try CPUSet(list: text).description
    } catch {
      throw ValueProblem(text, expected: "a CPU list such as 0-3,8: \(error.reason)")
    }
  }

  /// systemd prints spaces where the kernel prints commas.
  static func cpus(systemd text: String) throws(ValueProblem) -> String {
    let parts = text.split(whereSeparator: \.isWhitespace)
    return try cpus(parts.joined(separator: ","))
  }

  /// Groups of 32 bits, highest first; the first without leading zeros.
  static func mask(_ text: String) throws(ValueProblem) -> String {
    let problem = ValueProblem(text, expected: "a CPU mask in hexadecimal such as f or 1,00000000")
    let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count * 32 <= CPUSet.largestNumber else { throw problem }
    var values: [UInt64] = []
    for (index, group) in groups.enumerated() {
      // Without commas one group may be as long as two.
      let longest = groups.count == 1 ? 16 : 8
      guard (1...longest).contains(group.count), group.utf8.allSatisfy(isHexadecimal),
        let value = UInt64(group, radix: 16)
      else { throw problem }
      if index == 0, value > UInt64(UInt32.max) { values.append(value >> 32) }
      values.append(value & UInt64(UInt32.max))
    }
    let significant = values.drop { $0 == 0 }
    guard let first = significant.first else { return "0" }
    let rest = significant.dropFirst().map { value in
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return ([String(first, radix: 16)] + rest).joined(separator: ",")
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
  }

  /// A number, or one with `k`, `m`, `g`, `t` (powers of 1,024).
  static func bytes(_ text: String) throws(ValueProblem) -> Int128 {
    let units: [Character: Int128] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let factor = text.lowercased().last.flatMap { units[$0] }
    guard let number = try? integer(factor == nil ? text[...] : text.dropLast()), number >= 0 else {
      throw ValueProblem(text, expected: "a number of bytes such as 1048576 or 100m")
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor ?? 1)
    guard !overflow, wholeNumbers.contains(bytes) else {
      throw ValueProblem(text, expected: "a number of bytes of at most 64 bits")
    }
    return bytes
  }

  static func boolean(_ text: String) throws(ValueProblem) -> String {
    switch text.lowercased() {
    case "y", "yes", "1", "true", "on": return "1"
    case "n", "no", "0", "false", "off": return "0"
    default: throw ValueProblem(text, expected: "yes or no (1 or 0)")
    }
  }

  static func controllers(_ text: String) throws(ValueProblem) -> String {
    let names = text.split(whereSeparator: \.isWhitespace)
    guard names.allSatisfy({ $0.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") } })
    else {
      throw ValueProblem(text, expected: "names of cgroup controllers such as 'cpu cpuset', without signs")
    }
    return Set(names).sorted().joined(separator: " ")
  }
}

extension SettingValue {
  /// The mask of a set of CPUs, in the form that `mask` gives.
  static func mask(of cpus: CPUSet) -> String {
    let groups = cpus.words.reversed().flatMap { word in [word >> 32, word & UInt64(UInt32.max)] }
    let digits = groups.map { group in
      let digits = String(group, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return (try? mask(digits.joined(separator: ","))) ?? "0"
  }
}
