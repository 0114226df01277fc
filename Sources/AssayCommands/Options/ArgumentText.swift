internal import ArgumentParser
internal import Platform

/// Values as people write them on a command line; each says what it expected when it is something else.
enum ArgumentText {
  /// A size: `4096`, `128m`, `1g`; powers of 1,024; positive.
  static func size(_ text: String) throws -> Int {
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let factor = text.lowercased().last.flatMap { units[$0] }
    let digits = factor == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits),
      number > 0
    else { throw ValidationError("'\(text)' is not a size: take a number with k, m, g or t, such as 128m") }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor ?? 1)
    if overflow { throw ValidationError("'\(text)' is more than any machine has") }
    return bytes
  }

  /// Seconds: `0.5`, `200ms`, `50us`, `2s`, `1m`; from a microsecond to a day.
  static func seconds(_ text: String) throws -> Double {
    let units: [(String, Double)] = [("us", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60)]
    let unit = units.first { text.hasSuffix($0.0) }
    let digits = unit.map { text.dropLast($0.0.count) } ?? text[...]
    // Double would read hexadecimal digits and "inf" as well.
    guard digits.allSatisfy({ "0123456789.e-".contains($0) }), let number = Double(digits),
      (1e-6...86_400).contains(number * (unit?.1 ?? 1))
    else {
      throw ValidationError(
        "'\(text)' is not a time: take seconds, or a number with us, ms, s or m, from 1us to a day")
    }
    return number * (unit?.1 ?? 1)
  }

  /// The name of a file or directory; `option` names what it is for.
  static func path(_ option: String) -> @Sendable (String) throws -> String {
    { text in
      if text.isEmpty { throw ValidationError("\(option) has no name") }
      return text
    }
  }

  /// CPUs in the kernel's list form.
  static func cpus(_ text: String) throws -> CPUSet {
    do {
      return try CPUSet(list: text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// One name of an enumeration.
  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(_ type: Choice.Type)
    -> @Sendable (String) throws -> Choice
  {
    let byName = Dictionary(Choice.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return { text in
      guard let value = byName[text] else { throw ValidationError("'\(text)' is none of: \(names)") }
      return value
    }
  }
}
