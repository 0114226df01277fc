/// Logarithms for axes, without the C library: exact enough for a coordinate.
enum Logarithm {
  /// The binary logarithm of a positive finite value, to about 1e-12.
  ///
  /// The exponent is exact; of the significand m in 1..<2, ln m = 2 artanh((m − 1) / (m + 1)), by its power series,
  /// whose argument is at most 1/3.
  static func base2(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 0 }
    let z = (value.significand - 1) / (value.significand + 1)
    var term = z
    var sum = 0.0
    for index in 0..<14 {
      sum += term / Double(2 * index + 1)
      term *= z * z
    }
    return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
  }
}
