import Foundation
import Statistics
import Testing

struct BootstrapTests {
  @Test("agrees with scipy within the error of Monte Carlo", arguments: try Golden.load().bootstrap)
  func golden(expected: Golden.Interval) throws {
    let interval = try #require(
      Bootstrap.interval(
        ofMedian: expected.values, level: expected.level, resamples: expected.resamples, seed: 2))
    #expect(interval.level == expected.level)
    #expect((expected.lower[0]...expected.lower[1]).contains(interval.lower))
    #expect((expected.upper[0]...expected.upper[1]).contains(interval.upper))
  }

  @Test("the same seed gives the same interval to the bit, whatever the order of the values")
  func reproducible() throws {
    let values = try Golden.load().samples.first { $0.name == "lognormal" }?.values ?? []
    let interval = try #require(Bootstrap.interval(ofMedian: values, seed: 9))
    #expect(Bootstrap.interval(ofMedian: values, seed: 9) == interval)
    #expect(Bootstrap.interval(ofMedian: values.reversed(), seed: 9) == interval)
    let others = (10..<20).compactMap { Bootstrap.interval(ofMedian: values, resamples: 200, seed: $0) }
    #expect(Set(others.map(\.lower)).count > 1)
  }

  @Test("covers the true median about as often as it says", arguments: ["normal", "lognormal"])
  func coverage(distribution: String) throws {
    var generator = SeededGenerator(seed: 77)
    let repetitions = 400
    var covered = 0
    for repetition in 0..<repetitions {
      // The median of both is e: 0 before the shift of one and the exponential of the other, whose logarithm is 1.
      let values = (0..<20).map { _ in
        distribution == "normal" ? M_E + generator.normal() : exp(1 + generator.normal())
      }
      let interval = try #require(
        Bootstrap.interval(ofMedian: values, resamples: 1000, seed: UInt64(repetition)))
      if interval.lower <= M_E, M_E <= interval.upper { covered += 1 }
    }
    let rate = Double(covered) / Double(repetitions)
    #expect((0.90...0.99).contains(rate), "covered \(rate)")
  }

  @Test("a higher level gives a wider interval around the median")
  func levels() throws {
    let values = (1...30).map { Double($0 * $0) }
    let median = try #require(Quantile.median(of: values))
    let intervals = try [0.5, 0.8, 0.95, 0.99].map {
      try #require(Bootstrap.interval(ofMedian: values, level: $0, seed: 1))
    }
    for (narrow, wide) in zip(intervals, intervals.dropFirst()) {
      #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
    }
    #expect(intervals.allSatisfy { $0.lower <= median && median <= $0.upper })
  }

  @Test("stays within the sample, and is a point where the values are equal")
  func range() throws {
    #expect(
      Bootstrap.interval(ofMedian: [4, 4, 4, 4], seed: 1) == Interval(lower: 4, upper: 4, level: 0.95))
    #expect(
      Bootstrap.interval(ofMedian: [1, 2, 30], seed: 1) == Interval(lower: 1, upper: 30, level: 0.95))
    let extremes = try #require(Bootstrap.interval(ofMedian: [-1.7e308, 1, 1.7e308, 1.7e308], seed: 1))
    #expect(extremes.lower.isFinite && extremes.upper.isFinite)
  }

  @Test("the interval of any statistic agrees with theory for the mean")
  func generic() throws {
    var generator = SeededGenerator(seed: 4)
    let values = (0..<50).map { _ in 10 + generator.normal() }
    let mean = try #require(Spread.mean(of: values))
    let deviation = try #require(Spread.standardDeviation(of: values))
    func interval(seed: UInt64) -> Interval? {
      Bootstrap.interval(of: { $0.reduce(0, +) / Double($0.count) }, values: values, seed: seed)
    }
    let result = try #require(interval(seed: 8))
    // The standard error of a bootstrapped mean is the plug-in one: sd √((n − 1) / n) / √n.
    let half = 1.96 * deviation * (49.0 / 50).squareRoot() / 50.0.squareRoot()
    #expect(abs(result.lower - (mean - half)) < 0.15 * half)
    #expect(abs(result.upper - (mean + half)) < 0.15 * half)
    #expect(interval(seed: 8) == result)
    #expect(interval(seed: 9) != result)
  }

  @Test("the interval of any statistic, of the median, agrees with the median's own")
  func genericMedian() throws {
    let values = try Golden.load().samples.first { $0.name == "normal" }?.values.sorted() ?? []
    let own = Bootstrap.interval(ofMedian: values, resamples: 300, seed: 3)
    let generic = Bootstrap.interval(
      of: { Quantile.median(of: $0) ?? .nan }, values: values, resamples: 300, seed: 3)
    #expect(own != nil && own == generic)
  }

  @Test("refuses too few values, what is not finite, and impossible options")
  func refusals() {
    #expect(Bootstrap.interval(ofMedian: [], seed: 1) == nil)
    #expect(Bootstrap.interval(ofMedian: [1, 2], seed: 1) == nil)
    #expect(Bootstrap.interval(of: { $0[0] }, values: [1, 2], seed: 1) == nil)
    for values in notFinite { #expect(Bootstrap.interval(ofMedian: values, seed: 1) == nil) }
    for level in [0, 1, -0.5, 1.5, .nan] {
      #expect(Bootstrap.interval(ofMedian: [1, 2, 3], level: level, seed: 1) == nil)
      #expect(Bootstrap.interval(of: { $0[0] }, values: [1, 2, 3], level: level, seed: 1) == nil)
    }
    #expect(Bootstrap.interval(ofMedian: [1, 2, 3], resamples: 0, seed: 1) == nil)
    #expect(Bootstrap.interval(of: { _ in .nan }, values: [1, 2, 3], seed: 1) == nil)
  }
}
