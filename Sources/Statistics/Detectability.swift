internal import Glibc

/// What a comparison can see: before it is measured, from a spread and a number of blocks, and after.
///
/// A shift is found when its estimate is further from 0 than the test's critical value and further than δ; with chance
/// `power` where both are exceeded by the normal quantile of `power` standard errors. Lehr, "Sixteen S-Squared over
/// D-Squared", Statistics in Medicine 11(8), 1992, is this rule for 5 % and 80 %.
public struct Detectability: Sendable, Equatable {
  /// The chance that what is called detectable is detected.
  public static let power = 0.8
  /// More blocks than this are asked of nobody.
  public static let mostBlocks = 100_000

  /// What one block adds: the standard error of n blocks is this / √n; in the unit of the shift, not negative.
  public var deviation: Double
  /// The significance that one metric has to reach: 0.05, or a part of it where there are several.
  public var significance: Double
  /// The least shift that matters, in the unit of the shift.
  public var delta: Double
  /// Blocks below which no result is significant.
  public var fewest: Int
  /// Degrees of freedom that `deviation` is known with, however many blocks there are; nil where they are the blocks
  /// less one.
  public var freedom: Double?

  /// A comparison of blocks with this spread.
  public init(
    deviation: Double, significance: Double, delta: Double, fewest: Int, freedom: Double? = nil
  ) {
    self.deviation = deviation
    self.significance = significance
    self.delta = delta
    self.fewest = fewest
    self.freedom = freedom
  }

  /// `deviation` of paired differences with this standard deviation: their Hodges–Lehmann estimate has π/3 of the
  /// mean's variance under normal noise (Hodges & Lehmann 1963).
  public static func pairedDeviation(_ standardDeviation: Double) -> Double {
    standardDeviation * (Double.pi / 3).squareRoot()
  }

  /// Blocks from which on the signed rank test can reach a significance: 2 · 2⁻ⁿ must not be above it.
  public static func fewestPairs(significance: Double) -> Int {
    guard significance > 0 else { return mostBlocks }
    return max(1, Int((1 - log2(significance)).rounded(.up)))
  }

  /// The smallest shift that so many blocks show with chance ``power``; nil when they show none.
  public func smallestShift(blocks: Int) -> Double? {
    guard blocks >= max(1, fewest), deviation.isFinite else { return nil }
    let error = standardError(blocks)
    return max(critical(blocks) + reserve, delta / max(error, .leastNormalMagnitude) + reserve) * error
  }

  /// The smallest number of blocks that would settle a comparison whose true shift is this: as different, or as lying
  /// within δ; nil when it lies so close to δ that no number up to ``mostBlocks`` would.
  public func blocksToSettle(shift: Double) -> Int? {
    let distance = abs(shift)
    func settles(_ blocks: Int) -> Bool {
      let error = standardError(blocks)
      if distance > delta {
        return distance >= delta + reserve * error && distance >= (critical(blocks) + reserve) * error
      }
      return distance + (critical(blocks) + reserve) * error <= delta
    }
    var high = max(1, fewest)
    var low = high - 1
    while !settles(high) {
      guard high < Self.mostBlocks else { return nil }
      low = high
      high = min(Self.mostBlocks, high * 2)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if settles(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private var reserve: Double { NormalDistribution.quantile(Self.power) }

  private func standardError(_ blocks: Int) -> Double {
    deviation / Double(blocks).squareRoot()
  }

  /// Student's quantile of this significance: with few blocks their spread is known badly.
  private func critical(_ blocks: Int) -> Double {
    StudentDistribution.quantile(1 - significance / 2, freedom: freedom ?? Double(max(1, blocks - 1)))
  }
}
