internal import Glibc

/// The binomial distribution, for tests and intervals that assume no distribution of the values themselves.
public enum Binomial {
  /// The probability that at most `successes` of `trials` succeed.
  ///
  /// - Parameters:
  ///   - successes: anything; below 0 gives 0, from `trials` on 1.
  ///   - trials: 0 or more.
  ///   - probability: of a success, 0 to 1.
  public static func atMost(_ successes: Int, of trials: Int, probability: Double) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    if probability <= 0 { return 1 }
    if probability >= 1 { return 0 }
    // In logarithms: the first term of a thousand trials is too small for a Double.
    var logTerm = Double(trials) * log1p(-probability)
    let logOdds = log(probability) - log1p(-probability)
    var sum = exp(logTerm)
    for count in 0..<successes {
      logTerm += log(Double(trials - count)) - log(Double(count + 1)) + logOdds
      sum += exp(logTerm)
    }
    return min(1, sum)
  }

  /// The probability that at least `successes` of `trials` succeed.
  public static func atLeast(_ successes: Int, of trials: Int, probability: Double) -> Double {
    atMost(trials - successes, of: trials, probability: 1 - probability)
  }
}
