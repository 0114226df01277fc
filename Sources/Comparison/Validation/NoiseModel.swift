internal import Glibc
internal import Statistics

/// How the values of an unchanged metric vary from block to block: what verdicts are tried on.
///
/// Values are positive, their logarithms the noise.
public enum NoiseModel: Sendable, Equatable {
  /// Normal, each block by itself; the standard deviation, relative.
  case independent(Double)
  /// Neighbours resemble each other: the correlation, and a standard deviation of 3 %.
  case autoregressive(Double)
  /// Normal of 1 %, on a level that walks by 1 % a block.
  case randomWalk
  /// Normal of 1 % in two modes a factor of 1.8 apart (bandwidth by the placement of virtual CPUs); the chance a block
  /// that the mode flips.
  case modes(flip: Double)
  /// Normal of 1 %; one block in ten loses more, by half on average.
  case outliers
  /// Student's with 2 degrees of freedom, times 2 %: there is no standard deviation.
  case heavyTails
  /// Normal of 1 %, and a level that rises by 10 % from the first block to the last.
  case drift
  /// Values that were recorded, one series a metric; a stretch of it from anywhere.
  case recorded(name: String, series: [[Double]])

  /// For people.
  public var name: String {
    switch self {
    case .independent(let deviation): "independent, \(Reason.percent(deviation))"
    case .autoregressive(let correlation): "autoregressive \(correlation)"
    case .randomWalk: "random walk"
    case .modes(let flip): "two modes, flip \(flip)"
    case .outliers: "outliers"
    case .heavyTails: "heavy tails"
    case .drift: "drift"
    case .recorded(let name, _): name
    }
  }

  /// The values of so many blocks in a row; of fewer where the record is shorter.
  ///
  /// - Parameter metric: which metric of several: it chooses the recorded series.
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
    return (0..<blocks).map { block in
      exp(noise(block, of: blocks, &level, &mode, &generator))
    }
  }

  /// The logarithm of one block's value.
  private func noise(
    _ block: Int, of blocks: Int, _ level: inout Double, _ mode: inout Bool,
    _ generator: inout SeededGenerator
  ) -> Double {
    switch self {
    case .independent(let deviation): return deviation * generator.normal()
    case .autoregressive(let correlation):
      let fresh = generator.normal()
      level = block == 0 ? fresh : correlation * level + (1 - correlation * correlation).squareRoot() * fresh
      return 0.03 * level
    case .randomWalk:
      level += 0.01 * generator.normal()
      return level + 0.01 * generator.normal()
    case .modes(let flip):
      if generator.uniform() < flip { mode.toggle() }
      return (mode ? log(1.8) : 0) + 0.01 * generator.normal()
    case .outliers:
      let loss = generator.uniform() < 0.1 ? 0.5 * log(1 - generator.uniform()) : 0
      return loss + 0.01 * generator.normal()
    case .heavyTails:
      // The root of a chi square of 2 degrees of freedom, halved, is that of an exponential.
      let scale = (-log(1 - generator.uniform())).squareRoot()
      return 0.02 * generator.normal() / max(scale, 1e-6)
    case .drift: return 0.1 * Double(block) / Double(max(1, blocks - 1)) + 0.01 * generator.normal()
    case .recorded: return 0
    }
  }
}
