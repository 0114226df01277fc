internal import Experiment
internal import Statistics

/// How many blocks a check needs so that anything can come of it: with too few, even the clearest difference is not
/// significant once every primary metric has been allowed for.
enum AttainableBlocks {
  /// More than this is asked of nobody without a word.
  static let most = 30

  /// Blocks of each benchmark that a new Run needs against a baseline; nil when no number up to ``most`` would do.
  ///
  /// - Parameter base: the baseline's Run, with the metrics that are compared.
  static func against(_ base: Run, significance: Double) -> Int? {
    let counts = base.metrics.filter { $0.role == .primary }.map(\.validValues.count).sorted()
    guard !counts.isEmpty else { return 1 }
    let samples = counts[counts.count / 2]
    let needed = significance / Double(counts.count)
    guard samples > 0 else { return nil }
    return (1...most).first { RankSumTest.smallestP(samples, $0) <= needed }
  }

  /// Pairs of blocks of each benchmark that two Runs taken in turns need for so many primary metrics.
  static func pairs(primaryMetrics: Int, significance: Double) -> Int {
    min(most, Detectability.fewestPairs(significance: significance / Double(max(1, primaryMetrics))))
  }
}
