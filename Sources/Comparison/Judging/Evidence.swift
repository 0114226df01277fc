internal import Statistics

/// What the samples of one metric say of the shift from base to candidate, before it is judged.
///
/// Shifts are logarithms of ratios, or, where a value is 0, differences as a fraction of the base's median.
struct Evidence {
  /// The estimate.
  var shift: Double
  /// Its interval; nil with too few samples.
  var interval: Interval?
  /// The probability of so clear a shift without an effect.
  var p: Double
  /// The standard error of n blocks is this / √n; nil when one block tells none.
  var deviation: Double?
  /// Degrees of freedom of `deviation`; nil where they are the blocks less one.
  var freedom: Double?
  /// Blocks of each side that the shift was estimated from.
  var blocks: Int
  /// Blocks of each side below which nothing is significant at this significance.
  var fewest: (Double) -> Int
}
