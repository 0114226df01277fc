/// Ratios of candidate to base as people read them.
enum Change {
  /// A ratio as a change: `−3.1 %`, `+150 %`, `×12.3`; `unknown` for what is no ratio.
  static func text(_ ratio: Double) -> String {
    guard ratio.isFinite, ratio >= 0 else { return Units.unknown }
    if ratio >= 1_000_000 { return ">×1000000" }
    return ratio >= 10 ? "×\(Units.digits(ratio))" : "\(signed(ratio - 1)) %"
  }

  /// The ends of an interval in per cent: `[−3.9, −2.2]`; as factors from ten times on.
  static func interval(_ lower: Double, _ upper: Double) -> String {
    "[\(end(lower)), \(end(upper))]"
  }

  private static func end(_ ratio: Double) -> String {
    guard ratio.isFinite, ratio >= 0, ratio < 10 else { return text(ratio) }
    return signed(ratio - 1)
  }

  /// A share not below 0: `0.04 %`, `3.1 %`, `130 %`.
  static func share(_ share: Double) -> String {
    share < 1_000_000 ? "\(percent(share)) %" : "more than 1000000 %"
  }

  /// A probability: `0.012`, `<0.001`.
  static func probability(_ p: Double) -> String {
    p < 0.001 ? "<0.001" : Units.fixed(p, decimals: 3)
  }

  /// A confidence level: `95 %`, `97.5 %`.
  static func level(_ level: Double) -> String {
    "\(Units.withoutZeros(Units.fixed(level * 100, decimals: 2))) %"
  }

  private static func signed(_ share: Double) -> String {
    let text = percent(share.magnitude)
    let isNothing = text.allSatisfy { $0 == "0" || $0 == "." }
    return isNothing ? text : (share < 0 ? "−" : "+") + text
  }

  /// With as many digits as people use.
  private static func percent(_ share: Double) -> String {
    let value = share * 100
    return Units.fixed(value, decimals: value >= 99.95 ? 0 : value >= 0.095 || value == 0 ? 1 : 2)
  }
}
