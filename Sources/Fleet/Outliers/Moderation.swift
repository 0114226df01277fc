internal import Glibc
internal import Statistics

/// Variances of many metrics, each known with few degrees of freedom, that lend each other strength.
///
/// Smyth, "Linear Models and Empirical Bayes Methods for Assessing Differential Expression in Microarray Experiments",
/// Statistical Applications in Genetics and Molecular Biology 3(1), 2004, sections 6.2 and 7: the variances are taken to
/// scatter around a common one like scaled inverse χ² with so many degrees of freedom as their logarithms tell. Where they
/// are alike each counts with many; where they are not, each stands alone.
struct Moderation {
  /// The common variance.
  let common: Double
  /// Degrees of freedom that it counts with.
  let freedom: Double

  /// More is as good as certain.
  private static let most = 1e6

  /// - Parameter variances: above 0, with their degrees of freedom.
  /// - Returns: nil with fewer than three.
  init?(_ variances: [(value: Double, freedom: Double)]) {
    let usable = variances.filter { $0.value > 0 && $0.value.isFinite && $0.freedom > 0 }
    guard usable.count >= 3 else { return nil }
    let logs = usable.map { log($0.value) - Self.digamma($0.freedom / 2) + log($0.freedom / 2) }
    let count = Double(usable.count)
    let mean = logs.reduce(0, +) / count
    let scatter = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let excess = scatter - usable.reduce(0) { $0 + Self.trigamma($1.freedom / 2) } / count
    if excess > 0 {
      let half = Self.inverseTrigamma(excess)
      freedom = min(Self.most, 2 * half)
      common = exp(mean + Self.digamma(half) - log(half))
    } else {
      freedom = Self.most
      common = exp(mean)
    }
  }

  /// A variance, drawn towards the common one, with its degrees of freedom.
  func moderated(_ value: Double, freedom own: Double) -> (value: Double, freedom: Double) {
    ((freedom * common + own * value) / (freedom + own), freedom + own)
  }

  // MARK: Functions

  /// The derivative of log Γ, x above 0: by recurrence to 6, then the asymptotic series (Abramowitz & Stegun, "Handbook of
  /// Mathematical Functions", 1964, 6.3.5 and 6.3.18).
  static func digamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 6 {
      sum -= 1 / x
      x += 1
    }
    let square = 1 / (x * x)
    return sum + log(x) - 0.5 / x - square * (1.0 / 12 - square * (1.0 / 120 - square / 252))
  }

  /// The second derivative (6.4.6 and 6.4.12).
  static func trigamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 6 {
      sum += 1 / (x * x)
      x += 1
    }
    let square = 1 / (x * x)
    return sum + 1 / x + square / 2 + square / x * (1.0 / 6 - square * (1.0 / 30 - square / 42))
  }

  /// Where the second derivative has this value; it falls from ∞ to 0. By halving, on a logarithmic scale.
  static func inverseTrigamma(_ value: Double) -> Double {
    var (low, high) = (-20.0, 20.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if trigamma(exp(middle)) > value { low = middle } else { high = middle }
    }
    return exp((low + high) / 2)
  }
}
