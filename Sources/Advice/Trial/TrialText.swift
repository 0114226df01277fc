internal import Glibc

/// Numbers of trials and screenings as people and profiles read them.
enum TrialText {
  /// A share not below 0: `0.4 %`, `12 %`.
  static func percent(_ share: Double) -> String {
    let value = abs(share) * 100
    guard value.isFinite, value < 1e6 else { return "more than 1000000 %" }
    return "\(fixed(value, value >= 99.95 ? 0 : value >= 0.095 || value == 0 ? 1 : 2)) %"
  }

  /// A change with its sign, in ASCII, so that scripts read it: `+8.1 %`, `-0.4 %`, `0.0 %`.
  static func change(_ ratio: Double) -> String {
    let text = percent(ratio - 1)
    if !text.contains(where: { "123456789".contains($0) }) { return text }
    return (ratio < 1 ? "-" : "+") + text
  }

  /// A number not below 0 with so many digits after the point.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = Int(pow(10, Double(decimals)))
    let units = Int((value * Double(scale)).rounded())
    guard decimals > 0 else { return "\(units)" }
    let rest = String(units % scale)
    return "\(units / scale)." + String(repeating: "0", count: decimals - rest.count) + rest
  }
}
