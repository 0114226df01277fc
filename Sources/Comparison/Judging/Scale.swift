internal import Glibc
internal import Statistics

/// On which scale the values of one metric are compared.
enum Scale: Equatable {
  /// Logarithms: all values are above 0.
  case logarithm
  /// Fractions of this value, the base's median: some value is 0, and has no logarithm.
  case fraction(of: Double)

  /// The scale for these values; nil where there is none: a value below 0, which none of our quantities has, or a
  /// base that is mostly 0, of which nothing is a fraction.
  init?(base: [Double], candidate: [Double]) {
    let all = base + candidate
    guard all.isEmpty == false, all.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    if all.allSatisfy({ $0 > 0 }) {
      self = .logarithm
      return
    }
    guard let median = Quantile.median(of: base), median > 0 else { return nil }
    self = .fraction(of: median)
  }

  /// A value on the scale.
  func position(_ value: Double) -> Double {
    switch self {
    case .logarithm: log(value)
    case .fraction(let unit): value / unit
    }
  }

  /// A shift on the scale as a ratio of candidate to base; nil where it is none: of 0 or less, or too large.
  func ratio(_ shift: Double) -> Double? {
    let ratio =
      switch self {
      case .logarithm: exp(shift)
      case .fraction: 1 + shift
      }
    return ratio.isFinite && ratio > 0 ? ratio : nil
  }

  /// A relative change, above 0, as a shift on the scale: the same upwards as downwards.
  func shift(ofChange change: Double) -> Double {
    switch self {
    case .logarithm: log1p(change)
    case .fraction: change
    }
  }

  /// A shift upwards as a relative change.
  func change(_ shift: Double) -> Double? {
    let change =
      switch self {
      case .logarithm: expm1(shift)
      case .fraction: shift
      }
    return change.isFinite ? change : nil
  }
}
