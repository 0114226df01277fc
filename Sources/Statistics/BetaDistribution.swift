internal import Glibc

/// The beta distribution, which the binomial's intervals and Student's distribution come from.
enum BetaDistribution {
  /// The regularised incomplete beta function Iₓ(a, b): the probability of a value up to x.
  ///
  /// The continued fraction of DiDonato & Morris, "Algorithm 708", ACM Transactions on Mathematical Software 18(3),
  /// 1992, evaluated by Lentz's method (Thompson & Barnett, Journal of Computational Physics 64, 1986).
  ///
  /// - Parameters:
  ///   - a: above 0.
  ///   - b: above 0.
  static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast below the mean; above it, the mirror image is taken.
    if x > (a + 1) / (a + b + 2) { return 1 - cumulative(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    let tiny = Double.leastNormalMagnitude
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for step in 1...1_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      for coefficient in [even, odd] {
        d = 1 + coefficient * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + coefficient / c
        if abs(c) < tiny { c = tiny }
        fraction *= d * c
      }
      if abs(d * c - 1) < 1e-15 { break }
    }
    return min(1, front * fraction)
  }

  /// The value below which a share `probability` lies, by halving; to the last bits but few.
  static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if cumulative(middle, a, b) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
