internal import Statistics

/// When a moved thread is back at its speed, and what it lost until then.
enum CacheRecovery {
  /// Passes this near to the warm pass are at full speed.
  static let tolerance = 0.05
  /// So many such passes in a row mean that it stays there.
  static let steadyPasses = 3

  /// The time that the passes after a move took beyond warm ones.
  ///
  /// The warm pass is the median of the second half: the caches are then as full as they get, and a CPU with another
  /// speed (another kind of core) is compared with itself. What the passes took longer counts until `steadyPasses` in
  /// a row are within `tolerance` of it, and at least for the first pass, whose loss may be less than the tolerance
  /// and is still one.
  ///
  /// - Parameter passes: durations in the order in which they were walked.
  /// - Returns: in the unit of the passes, below 0 where the first ones happened to be faster; nil for fewer than
  ///   twice `steadyPasses`.
  static func loss(_ passes: [Double]) -> Double? {
    guard passes.count >= 2 * steadyPasses,
      let warm = Quantile.median(of: Array(passes[(passes.count / 2)...]))
    else { return nil }
    var steady = 0
    var end = passes.count
    for (index, pass) in passes.enumerated() {
      steady = abs(pass - warm) <= tolerance * warm ? steady + 1 : 0
      if steady == steadyPasses {
        end = index + 1 - steadyPasses
        break
      }
    }
    return passes.prefix(max(1, end)).reduce(0) { $0 + ($1 - warm) }
  }
}
