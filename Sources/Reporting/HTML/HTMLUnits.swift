internal import Statistics

/// A unit as people read it on one axis or in one column: what to divide a value by and what to call the result.
struct DisplayUnit: Equatable {
  /// What to divide a value in the metric's SI unit by.
  var divisor: Double
  /// The name: `GB/s`; empty for a plain number.
  var symbol: String

  /// The unit in which a value of that magnitude has one to three digits before the point.
  ///
  /// - Parameters:
  ///   - unit: SI base unit of the metric; an unknown one is kept as it is.
  ///   - magnitude: the value, or the largest of those shown together, in that unit.
  init(_ unit: String, for magnitude: Double) {
    let steps: [(Double, String)] =
      switch unit {
      case "B/s": [(1e12, "TB/s"), (1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1, "B/s")]
      case "s": [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]
      case "op/s": [(1e6, "M op/s"), (1e3, "k op/s"), (1, "op/s")]
      case "B": [(0x1p40, "TiB"), (0x1p30, "GiB"), (0x1p20, "MiB"), (0x1p10, "KiB"), (1, "B")]
      case "1": [(1, "")]
      default: [(1, unit)]
      }
    let size = magnitude.magnitude
    // The last step also serves what is smaller; a factor just below 1 keeps 999.96 from becoming 1000.
    let step = steps.first { size >= $0.0 * 0.99995 } ?? steps.last ?? (1, unit)
    divisor = step.0
    symbol = step.1
  }

  /// The value with its unit, with three significant digits: `44.1 GB/s`.
  func text(_ value: Double) -> String { symbol.isEmpty ? number(value) : "\(number(value)) \(symbol)" }

  /// The value without its unit, with three significant digits.
  func number(_ value: Double) -> String { Units.digits(value / divisor) }

  /// An interval: `43.8–44.2 GB/s`.
  func text(_ interval: Interval) -> String {
    let ends = "\(number(interval.lower))–\(number(interval.upper))"
    return symbol.isEmpty ? ends : "\(ends) \(symbol)"
  }
}

extension Units {
  /// A round number for a tick, without trailing zeros: `0.5`, `20`, `1000`.
  static func plain(_ value: Double) -> String {
    let text = digits(value)
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }
}
