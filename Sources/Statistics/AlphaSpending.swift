/// How the error that is allowed is shared out over repeated looks at growing data.
///
/// The share of a look is what a spending function grows by since the look before (Lan & DeMets, "Discrete Sequential
/// Boundaries for Clinical Trials", Biometrika 70(3), 1983; here α · t², of the power family of Kim & DeMets, "Design
/// and Analysis of Group Sequential Tests Based on the Type I Error Spending Rate Function", Biometrika 74(1), 1987).
/// Each look tests at its share as if it were the only one. Bonferroni's inequality then bounds the chance of an error
/// at any look by the sum of the shares, which is α at most, whatever the data and the tests: no joint distribution has
/// to be assumed, which costs some power. When to look must be fixed by blocks or time, not by what was seen.
public enum AlphaSpending {
  /// The error allowed at a look.
  ///
  /// - Parameters:
  ///   - alpha: allowed over all looks.
  ///   - before: part of the budget that was spent at the look before, 0 at the first; brought into 0...1.
  ///   - now: part that is spent now; brought into `before`...1.
  public static func share(of alpha: Double, from before: Double, to now: Double) -> Double {
    let start = min(1, max(0, before))
    let end = min(1, max(start, now))
    return alpha * (end * end - start * start)
  }
}
