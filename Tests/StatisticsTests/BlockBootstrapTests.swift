import Foundation
import Statistics
import Testing

struct BlockBootstrapTests {
  /// An autoregressive series of sums of twelve uniform numbers, from a generator that other languages have as well.
  private func series(_ correlation: Double, _ count: Int) -> [Double] {
    var state = 12_345
    var value = 0.0
    return (0..<count).map { _ in
      var sum = 0.0
      for _ in 0..<12 {
        state = (1_103_515_245 * state + 12_345) % (1 << 31)
        sum += Double(state) / 0x1p31
      }
      value = correlation * value + sum - 6
      return value
    }
  }

  /// `arch.bootstrap.optimal_block_length(series)["circular"]` of Python's arch, rounded up.
  private static let lengths: [(Double, Int, Int)] = [
    (-0.5, 30, 7), (-0.5, 100, 10), (-0.5, 400, 13), (0, 30, 3), (0, 100, 3), (0, 400, 2), (0.5, 30, 2),
    (0.5, 100, 4), (0.5, 400, 9), (0.9, 30, 4), (0.9, 100, 9), (0.9, 400, 24),
  ]

  @Test("block lengths agree with Python's arch", arguments: lengths)
  func length(correlation: Double, count: Int, expected: Int) {
    #expect(BlockBootstrap.length(for: series(correlation, count)) == expected)
  }

  @Test("few values, and equal ones, have blocks of one")
  func single() {
    #expect(BlockBootstrap.length(for: [1, 2, 3]) == 1 && BlockBootstrap.length(for: []) == 1)
    #expect(BlockBootstrap.length(for: [Double](repeating: 4, count: 50)) == 1)
  }

  @Test("neighbours that resemble each other widen the interval of the mean; blocks of one do not see it")
  func wider() throws {
    let values = series(0.8, 200)
    let mean: ([Double]) -> Double = { Spread.mean(of: $0) ?? .nan }
    let blocks = try #require(BlockBootstrap.interval(of: mean, values: values, seed: 1))
    let single = try #require(BlockBootstrap.interval(of: mean, values: values, length: 1, seed: 1))
    #expect(blocks.upper - blocks.lower > 1.8 * (single.upper - single.lower))
    #expect(BlockBootstrap.interval(of: mean, values: values, seed: 1) == blocks)
    #expect(BlockBootstrap.interval(of: mean, values: values, seed: 2) != blocks)
  }

  @Test("blocks as long as the series give the series, turned: its mean alone")
  func whole() throws {
    let interval = try #require(
      BlockBootstrap.interval(
        of: { $0.reduce(0, +) }, values: [1, 2, 3, 4], length: 4, resamples: 50, seed: 1))
    #expect(interval.lower == 10 && interval.upper == 10)
  }

  @Test("refuses what is out of range")
  func refusals() {
    let sum: ([Double]) -> Double = { $0.reduce(0, +) }
    #expect(BlockBootstrap.interval(of: sum, values: [1, 2], seed: 1) == nil)
    #expect(BlockBootstrap.interval(of: sum, values: [1, 2, 3], length: 4, seed: 1) == nil)
    #expect(BlockBootstrap.interval(of: sum, values: [1, 2, 3], length: 0, seed: 1) == nil)
    #expect(BlockBootstrap.interval(of: sum, values: [1, 2, 3], level: 1, seed: 1) == nil)
    #expect(BlockBootstrap.interval(of: { _ in .nan }, values: [1, 2, 3], seed: 1) == nil)
    for values in notFinite { #expect(BlockBootstrap.interval(of: sum, values: values, seed: 1) == nil) }
  }
}
