/// SI values as people read them, with three significant digits.
public enum Units {
  /// A value in an SI unit: `41.2 GB/s`, `11.3 ns`, `77.1 k op/s`; `unknown` for nil and what is not finite.
  public static func text(_ value: Double?, unit: String) -> String {
    guard let value, value.isFinite else { return unknown }
    return ScaledUnit(unit, for: value).text(value)
  }

  /// Three significant digits without an exponent: `0.0123`, `1.23`, `12.3`, `123`, `1234`.
  public static func digits(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    var decimals = 2
    var magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    while magnitude >= 9.995 && decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 0.9995 && decimals < 8 {
      magnitude *= 10
      decimals += 1
    }
    return fixed(value, decimals: decimals)
  }

  /// A round number for a tick, without trailing zeros: `0.5`, `20`, `1000`.
  static func plain(_ value: Double) -> String {
    withoutZeros(digits(value))
  }

  /// A number's text without zeros at the end of its decimals.
  static func withoutZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }

  /// A fixed number of decimals.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return unknown }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
  }

  /// A share as per cent: `0.4 %`, `12 %`.
  public static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return unknown }
    return "\(fixed(share * 100, decimals: share.magnitude < 0.0995 ? 1 : 0)) %"
  }

  /// Bytes in powers of 1,024, as memory and caches are sold: `32 KiB`, `1.5 MiB`.
  public static func binary(_ bytes: Double) -> String {
    let (value, unit) = binaryStep(bytes)
    let isWhole = unit == "B" || value == value.rounded()
    return "\(isWhole ? fixed(value, decimals: 0) : digits(value)) \(unit)"
  }

  /// The largest binary unit in which there is at least 1, and how many of it there are.
  static func binaryStep(_ bytes: Double) -> (value: Double, unit: String) {
    var value = bytes
    var units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"][...]
    while value >= 1024, units.count > 1 {
      value /= 1024
      units.removeFirst()
    }
    return (value, units[units.startIndex])
  }
}

extension String {
  /// The text with a capital letter at its start.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// The text, filled with spaces to a width on the right or the left.
  func padded(to width: Int, right: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - count))
    return right ? fill + self : self + fill
  }
}
