extension Units {
  /// The word for what is not known or not a number.
  public static let unknown = "unknown"

  /// Two values in one unit: `42.3–73.2 GB/s`; one value where both read the same, `unknown` where one is not finite.
  public static func range(_ lower: Double?, _ upper: Double?, unit: String) -> String {
    guard let lower, let upper, lower.isFinite, upper.isFinite else { return unknown }
    let texts = (text(lower, unit: unit), text(upper, unit: unit))
    if texts.0 == texts.1 { return texts.0 }
    // The unit once, where it is the same on both sides.
    if let space = texts.0.firstIndex(of: " "), texts.1.hasSuffix(texts.0[space...]) {
      return "\(texts.0[..<space])–\(texts.1)"
    }
    return "\(texts.0)–\(texts.1)"
  }

  /// Bytes in powers of 1,024; `unknown` for nil.
  public static func size(_ bytes: UInt64?) -> String { bytes.map { binary(Double($0)) } ?? unknown }

  /// A duration that people waited: `21 s`, `4 min 5 s`, `2 h 10 min`; `unknown` for what is not one.
  public static func duration(_ seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, (0..<1e9).contains(seconds) else { return unknown }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<100: return "\(whole) s"
    case ..<7_200: return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    default: return whole % 3_600 < 60 ? "\(whole / 3_600) h" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
  }

  /// A round value in an SI unit without trailing zeros: `1 ms`, `1.5 ms`.
  static func withoutZeros(of value: Double, unit: String) -> String {
    let scaled = ScaledUnit(unit, for: value)
    return "\(plain(value / scaled.factor)) \(scaled.symbol)"
  }

  /// A number of things: `1 block`, `5 blocks`.
  static func count(_ number: Int, _ singular: String) -> String {
    "\(number) \(singular)\(number == 1 ? "" : "s")"
  }
}
