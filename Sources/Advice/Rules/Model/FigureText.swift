/// Figures in the reasons that a profile carries, with three significant digits: `126 ns`, `41.2 GB/s`, `1.83`.
enum FigureText {
  private static let largeSteps: [(Double, String)] = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
  private static let smallSteps: [(Double, String)] = [(1, ""), (1e-3, "m"), (1e-6, "u")]

  /// A value in an SI unit.
  static func text(_ value: Double, _ unit: String) -> String {
    guard value.isFinite else { return "unknown" }
    switch unit {
    case "1": return digits(value)
    case "s":
      let step = smallSteps.first { value.magnitude >= $0.0 } ?? (1e-9, "n")
      return "\(digits(value / step.0)) \(step.1)s"
    default:
      let step = largeSteps.first { value.magnitude >= $0.0 } ?? (1, "")
      return "\(digits(value / step.0)) \(step.1)\(unit)"
    }
  }

  /// A share as per cent: `0.4 %`, `12 %`.
  static func percent(_ share: Double) -> String { "\(digits(share * 100)) %" }

  /// Bytes in powers of 1,024.
  static func bytes(_ bytes: UInt64) -> String { LayoutText.bytes(bytes) }

  /// Three significant digits, without zeros at the end of decimals.
  static func digits(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "unknown" }
    var decimals = 2
    var magnitude = value.magnitude
    while magnitude >= 9.995, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude > 0, magnitude < 0.9995, decimals < 6 {
      magnitude *= 10
      decimals += 1
    }
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    let fraction = String(scaled % scale)
    let padded = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    let kept = decimals == 0 ? "" : String(padded.reversed().drop { $0 == "0" }.reversed())
    return "\(sign)\(scaled / scale)\(kept.isEmpty ? "" : ".\(kept)")"
  }
}
