/// Maps values to coordinates.
///
/// Whatever it is made of, every position that it gives is finite and inside its range.
struct Scale {
  /// How values are spread.
  enum Kind: Equatable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; the base decides where ticks are.
    case logarithmic(base: Int)
  }

  /// How values are spread.
  let kind: Kind
  /// The values at the ends; below < above.
  let domain: ClosedRange<Double>
  /// The coordinates of the ends; from > to for an axis that points up.
  let range: (from: Double, to: Double)

  /// A scale over exactly this domain; an empty or impossible one is widened.
  init(_ kind: Kind, domain: ClosedRange<Double>, range: (from: Double, to: Double)) {
    self.range = range
    var lower = domain.lowerBound
    var upper = domain.upperBound
    if kind != .linear, lower > 0, lower.isFinite, upper.isFinite {
      if upper <= lower * 1.000_001 { (lower, upper) = (lower / 2, upper * 2) }
      self.kind = kind
    } else {
      self.kind = .linear
      if !lower.isFinite || !upper.isFinite { (lower, upper) = (0, 1) }
      if upper <= lower {
        (lower, upper) = lower == 0 ? (0, 1) : (lower - lower.magnitude * 0.1, upper + upper.magnitude * 0.1)
      }
    }
    self.domain = lower...upper
  }

  /// A linear scale that holds all values and ends at ticks.
  ///
  /// It starts at zero where the smallest value is below two fifths of the largest, and always when asked.
  static func nice(
    _ values: [Double], fromZero: Bool = false, ticks: Int = 5, range: (from: Double, to: Double)
  ) -> Scale {
    guard var low = values.min(), var high = values.max(), low.isFinite, high.isFinite else {
      return Scale(.linear, domain: 0...1, range: range)
    }
    if low >= 0, fromZero || low < 0.4 * high { low = 0 }
    if low == high {
      (low, high) = low == 0 ? (0, 1) : (low - low.magnitude * 0.02, high + high.magnitude * 0.02)
    }
    let step = Ticks.step(over: high - low, about: ticks)
    return Scale(
      .linear, domain: (low / step).rounded(.down) * step...(high / step).rounded(.up) * step, range: range)
  }

  /// The coordinate of a value; a value outside of the domain is drawn at its end.
  func position(_ value: Double) -> Double {
    guard !value.isNaN else { return range.from }
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    return range.from + (range.to - range.from) * fraction(inside)
  }

  private func fraction(_ value: Double) -> Double {
    switch kind {
    case .linear:
      // Halves first: the ends may be further apart than the largest number.
      let width = domain.upperBound / 2 - domain.lowerBound / 2
      return width > 0 ? (value / 2 - domain.lowerBound / 2) / width : 0.5
    case .logarithmic:
      let low = Logarithm.base2(domain.lowerBound)
      return (Logarithm.base2(value) - low) / (Logarithm.base2(domain.upperBound) - low)
    }
  }

  /// Values for ticks, ascending, inside the domain, not closer than `spacing` coordinates.
  func ticks(spacing: Double) -> [Double] {
    let most = max(2, Int((range.to - range.from).magnitude / max(spacing, 1)))
    switch kind {
    case .linear: return Ticks.linear(domain, about: most)
    case .logarithmic(let base): return Ticks.logarithmic(domain, base: base, most: most)
    }
  }
}
