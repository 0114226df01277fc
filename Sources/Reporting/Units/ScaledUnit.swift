/// A unit with its prefix: what to divide a value by, and what to call the result.
///
/// A value that stands alone is written in the unit made for it; values on one axis in the unit made for the largest.
struct ScaledUnit: Equatable, Sendable {
  /// What to divide a value in the SI unit by.
  let factor: Double
  /// The name: `GB/s`; empty for a plain number.
  let symbol: String

  /// The unit in which a value of that magnitude has one to three digits before the point.
  ///
  /// - Parameters:
  ///   - unit: SI base unit of the metric, or `%` for a share; one that is not known here takes the decimal prefixes.
  ///   - magnitude: The value, or the largest of those shown together, in that unit; zero takes no prefix.
  init(_ unit: String, for magnitude: Double) {
    let steps: [(factor: Double, symbol: String)] =
      switch unit {
      case "s": [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"), (1e-12, "ps")]
      case "1": [(1, "")]
      case "%": [(1e-2, "%")]
      case "IOPS": [(1e9, "G IOPS"), (1e6, "M IOPS"), (1e3, "k IOPS"), (1, "IOPS")]
      case "op/s": [(1e9, "G op/s"), (1e6, "M op/s"), (1e3, "k op/s"), (1, "op/s")]
      default: [(1e12, "T\(unit)"), (1e9, "G\(unit)"), (1e6, "M\(unit)"), (1e3, "k\(unit)"), (1, unit)]
      }
    // The prefix is chosen after rounding, so that 999.6 k becomes 1.00 M.
    let fitting = steps.first { magnitude.magnitude / $0.factor >= 0.9995 }
    let step = fitting ?? (magnitude == 0 ? steps.first { $0.factor == 1 } : nil) ?? steps[steps.count - 1]
    factor = step.factor
    symbol = step.symbol
  }

  /// The value with its unit, with three significant digits: `44.1 GB/s`.
  func text(_ value: Double) -> String { symbol.isEmpty ? number(value) : "\(number(value)) \(symbol)" }

  /// The value without its unit, with three significant digits.
  func number(_ value: Double) -> String { Units.digits(value / factor) }
}
