internal import Comparison
internal import Glibc
internal import Statistics

/// How the values of one metric of one node vary from block to block in simulated fleets.
enum FleetNoise: Sendable {
  /// Normal, each block by itself; the standard deviation, relative.
  case independent(Double)
  /// Normal of 1 %; one block in ten loses more, by half on average.
  case outliers
  /// Normal of 1 % in two modes a factor of 1.8 apart; one block in ten begins with the other mode.
  case modes
  /// Student's with 2 degrees of freedom, times 2 %.
  case heavyTails
  /// Normal of 1 %, on a level that walks by 1 % a block.
  case randomWalk
  /// Values that were recorded, one series a metric; each node has a stretch from anywhere.
  case recorded(name: String, series: [[Double]])

  /// For people.
  var name: String {
    switch self {
    case .independent(let deviation): "independent, \(Int((deviation * 100).rounded())) %"
    case .outliers: "outliers"
    case .modes: "two modes, flip 0.1"
    case .heavyTails: "heavy tails"
    case .randomWalk: "random walk"
    case .recorded(let name, _): name
    }
  }

  /// The values of so many blocks; of fewer where the record is shorter.
  ///
  /// - Parameter metric: chooses the recorded series.
  func values(_ blocks: Int, metric: Int, _ generator: inout SeededGenerator) -> [Double] {
    if case .recorded(_, let series) = self {
      guard !series.isEmpty else { return [] }
      let whole = series[metric % series.count]
      let count = min(blocks, whole.count)
      let start = generator.below(whole.count - count + 1)
      return Array(whole[start..<start + count])
    }
    var level = 0.0
    var mode = generator.next() & 1 == 0
    return (0..<blocks).map { _ in exp(noise(&level, &mode, &generator)) }
  }

  private func noise(_ level: inout Double, _ mode: inout Bool, _ generator: inout SeededGenerator) -> Double
  {
    switch self {
    case .independent(let deviation): return deviation * generator.deviate()
    case .outliers:
      let loss = generator.share() < 0.1 ? 0.5 * log(generator.share()) : 0
      return loss + 0.01 * generator.deviate()
    case .modes:
      if generator.share() < 0.1 { mode.toggle() }
      return (mode ? log(1.8) : 0) + 0.01 * generator.deviate()
    case .heavyTails:
      // The root of a chi square of 2 degrees of freedom, halved, is that of an exponential.
      return 0.02 * generator.deviate() / max((-log(generator.share())).squareRoot(), 1e-6)
    case .randomWalk:
      level += 0.01 * generator.deviate()
      return level + 0.01 * generator.deviate()
    case .recorded: return 0
    }
  }
}

extension SeededGenerator {
  /// A uniformly distributed number between 0 and 1, both exclusive.
  mutating func share() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// A number from the standard normal distribution, by its quantiles.
  mutating func deviate() -> Double { NormalDistribution.quantile(share()) }
}
