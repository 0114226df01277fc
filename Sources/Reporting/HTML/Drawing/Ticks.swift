/// Round numbers for axes.
enum Ticks {
  /// The step of 1, 2 or 5 times a power of ten that gives at most about so many ticks over a length.
  static func step(over length: Double, about count: Int) -> Double {
    guard length > 0, length.isFinite else { return 1 }
    let raw = length / Double(max(1, count))
    var power = 1.0
    while power * 10 <= raw { power *= 10 }
    while power > raw, power > 1e-300 { power /= 10 }
    let ratio = raw / power
    return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10)
  }

  /// Multiples of a round step inside a domain, at most about `count` of them.
  static func linear(_ domain: ClosedRange<Double>, about count: Int) -> [Double] {
    let step = step(over: domain.upperBound - domain.lowerBound, about: count)
    // A tick that rounding puts a hair outside of the domain is still its end.
    let slack = step * 1e-9
    let first = ((domain.lowerBound - slack) / step).rounded(.up)
    let last = ((domain.upperBound + slack) / step).rounded(.down)
    guard first <= last, last - first < 1_000 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// Powers of a base inside a domain, every second, third, … when there are more than `most`; between powers of ten
  /// also 2 and 5 where there is room.
  static func logarithmic(_ domain: ClosedRange<Double>, base: Int, most: Int) -> [Double] {
    let factor = Double(max(2, base))
    var powers: [Double] = []
    var power = 1.0
    while power > domain.lowerBound, power > 1e-300 { power /= factor }
    while power <= domain.upperBound * 1.000_001, powers.count < 2_000 {
      powers.append(power)
      power *= factor
    }
    func inside(_ values: [Double]) -> [Double] {
      values.filter { $0 >= domain.lowerBound * 0.999_999 && $0 <= domain.upperBound * 1.000_001 }
    }
    if base == 10 {
      let between = inside(powers.flatMap { [$0, $0 * 2, $0 * 5] })
      if between.count <= most { return between }
    }
    let whole = inside(powers)
    guard whole.count > most else { return whole }
    let every = (whole.count + most - 1) / most
    return whole.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
  }

  /// Decimals that tell neighbouring ticks apart.
  static func decimals(of ticks: [Double]) -> Int {
    guard let step = zip(ticks, ticks.dropFirst()).map({ $1 - $0 }).min(), step > 0 else { return 0 }
    var decimals = 0
    var scaled = step
    while decimals < 9, (scaled - scaled.rounded()).magnitude > 1e-6 * scaled {
      scaled *= 10
      decimals += 1
    }
    return decimals
  }
}
