internal import Glibc

/// Confidence intervals of a series whose neighbours resemble each other, by resampling blocks of it.
///
/// The circular block bootstrap of Politis & Romano, "A Circular Block-Resampling Procedure for Stationary Data", in
/// LePage & Billard (eds.), "Exploring the Limits of Bootstrap", 1992: blocks of neighbours are drawn, the end of the
/// series being joined to its beginning, so that every value is drawn alike often and what neighbours have in common
/// stays.
public enum BlockBootstrap {
  /// The percentile interval of a statistic of the series.
  ///
  /// - Parameters:
  ///   - statistic: computes the statistic of a series of the same length.
  ///   - values: the series, in order.
  ///   - length: of the blocks; nil chooses it by ``length(for:)``.
  ///   - level: the confidence level, between 0 and 1 exclusive.
  ///   - resamples: how often to resample, at least 1.
  ///   - seed: the same seed and values give the same interval to the bit.
  /// - Returns: nil with fewer than three values, with a value or statistic that is not finite, or a parameter out of
  ///   range.
  public static func interval(
    of statistic: ([Double]) -> Double, values: [Double], length: Int? = nil, level: Double = 0.95,
    resamples: Int = 2000, seed: UInt64
  ) -> Interval? {
    guard values.count >= 3, values.isNonEmptyAndFinite, resamples >= 1, level > 0, level < 1 else {
      return nil
    }
    let size = length ?? Self.length(for: values)
    guard (1...values.count).contains(size) else { return nil }
    var generator = SeededGenerator(seed: seed)
    var sample = values
    var replicates: [Double] = []
    replicates.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var place = 0
      while place < values.count {
        let start = generator.below(values.count)
        for step in 0..<min(size, values.count - place) {
          sample[place + step] = values[(start + step) % values.count]
        }
        place += size
      }
      replicates.append(statistic(sample))
    }
    replicates.sort()
    let tail = (1 - level) / 2
    guard let lower = Quantile.value(tail, ofSorted: replicates),
      let upper = Quantile.value(1 - tail, ofSorted: replicates)
    else { return nil }
    return Interval(lower: lower, upper: upper, level: level)
  }

  /// The block length for the mean of a series: 1 where neighbours do not resemble each other.
  ///
  /// Politis & White, "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23(1), 2004,
  /// with the correction of Patton, Politis & White, Econometric Reviews 28(4), 2009, for circular blocks: correlations
  /// count up to twice the lag from which on five stay within ±2 √(log₁₀ n / n), weighted by a flat-top window. At most
  /// min(3 √n, n / 3), rounded up, as in the authors' program.
  public static func length(for values: [Double]) -> Int {
    let count = values.count
    guard count >= 8, let mean = Spread.mean(of: values) else { return 1 }
    let centered = values.map { $0 - mean }
    let size = Double(count)
    let run = 5
    let most = min(count - 1, Int(size.squareRoot().rounded(.up)) + run)
    let covariances = (0...most).map { lag in
      zip(centered, centered.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / size
    }
    guard covariances[0] > 0 else { return 1 }
    let limit = 2 * (log10(size) / size).squareRoot()
    func isSmall(_ lag: Int) -> Bool { abs(covariances[lag] / covariances[0]) < limit }
    // The first lag that begins a stretch of `run` small ones; where there is none, all count.
    let firstSmall = (1...max(1, most - run)).first { lag in
      (lag..<min(lag + run, most + 1)).allSatisfy(isSmall)
    }
    let window = min(2 * (firstSmall ?? most), most)
    var weighted = 0.0
    var spectrum = covariances[0]
    for lag in 1...window {
      let share = Double(lag) / Double(window)
      let weight = share <= 0.5 ? 1 : 2 * (1 - share)
      weighted += 2 * weight * Double(lag) * covariances[lag]
      spectrum += 2 * weight * covariances[lag]
    }
    let scale = 4.0 / 3 * spectrum * spectrum
    guard scale > 0 else { return 1 }
    let best = pow(2 * weighted * weighted / scale, 1.0 / 3) * pow(size, 1.0 / 3)
    let largest = min(3 * size.squareRoot(), size / 3).rounded(.up)
    return max(1, Int(min(best, largest).rounded(.up)))
  }
}
