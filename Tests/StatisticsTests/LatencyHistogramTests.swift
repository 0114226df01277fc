import Statistics
import Testing

@Suite("Latency histogram")
struct LatencyHistogramTests {
  /// Values at and beside every power of two.
  private static let edges: [UInt64] = (0...42).flatMap { bit -> [UInt64] in
    let power = UInt64(1) << UInt64(bit)
    return [power - 1, power, power + 1, power + power / 3]
  }.filter { $0 <= LatencyHistogram.largestValue }

  @Test("Every value lies in its cell, and cells follow each other without a gap")
  func cells() {
    for value in Self.edges {
      #expect(LatencyHistogram.values(at: LatencyHistogram.index(of: value)).contains(value), "\(value)")
    }
    var next: UInt64 = 0
    for index in 0..<LatencyHistogram.cellCount {
      let values = LatencyHistogram.values(at: index)
      #expect(values.lowerBound == next)
      next = values.upperBound + 1
    }
    #expect(next == LatencyHistogram.largestValue + 1)
  }

  @Test("A cell is at most a thousandth of its values wide")
  func error() {
    for index in 0..<LatencyHistogram.cellCount {
      let values = LatencyHistogram.values(at: index)
      #expect(Double(values.upperBound - values.lowerBound) <= Double(values.lowerBound) * 0.001)
    }
  }

  @Test("What is too long counts as the longest, and its true length is kept as maximum")
  func tooLong() {
    var histogram = LatencyHistogram()
    histogram.record(5)
    histogram.record(.max)
    #expect(histogram.counts.last == 1)
    #expect(histogram.maximum == .max)
    #expect(histogram.value(at: 1) == LatencyHistogram.largestValue)
  }

  @Test("Quantiles are those of the sorted values, to a thousandth, never above the maximum")
  func quantiles() {
    var generator = SeededGenerator(seed: 7)
    var values: [UInt64] = (0..<10_000).map { _ in
      UInt64(generator.below(1_000)) * UInt64(generator.below(5_000))
    }
    var histogram = LatencyHistogram()
    for value in values { histogram.record(value) }
    values.sort()
    for quantile in [0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1] {
      let rank = max(1, Int((quantile * Double(values.count)).rounded(.up)))
      let exact = Double(values[rank - 1])
      let answer = Double(histogram.value(at: quantile) ?? 0)
      #expect(answer >= exact && answer <= exact * 1.001 + 1, "\(quantile): \(answer) for \(exact)")
    }
    #expect(histogram.value(at: 0) == values.first)
    #expect(histogram.value(at: 1) == values.last)
    let mean = Double(values.reduce(0, +)) / Double(values.count)
    #expect(abs((histogram.mean ?? 0) - mean) < mean * 0.001)
  }

  @Test("Without values there is no quantile, no mean, no extreme")
  func empty() {
    let histogram = LatencyHistogram()
    #expect(histogram.total == 0)
    #expect(histogram.value(at: 0.5) == nil)
    #expect(histogram.mean == nil)
    #expect(histogram.minimum == nil && histogram.maximum == nil)
    var other = LatencyHistogram()
    other.record(5)
    let before = other
    other.merge(histogram)
    #expect(other == before)
  }

  @Test("Two merged are as if all had been recorded in one")
  func merge() {
    var first = LatencyHistogram()
    var second = LatencyHistogram()
    var both = LatencyHistogram()
    for value in Self.edges {
      first.record(value, times: 2)
      second.record(value + 7)
      both.record(value + 7)
      both.record(value, times: 2)
    }
    first.merge(second)
    #expect(first == both)
    #expect(first.total == UInt64(Self.edges.count * 3))
  }

  @Test("Counts taken elsewhere give the same histogram, or the ends of its cells as extremes")
  func counts() {
    var histogram = LatencyHistogram()
    for value: UInt64 in [3, 5_000, 5_001, 70_001] { histogram.record(value) }
    let last = histogram.counts.lastIndex { $0 > 0 } ?? 0
    let shortened = Array(histogram.counts.prefix(last + 1))
    #expect(LatencyHistogram(counts: shortened, minimum: 3, maximum: 70_001) == histogram)
    #expect(
      LatencyHistogram(counts: shortened).maximum
        == LatencyHistogram.values(at: LatencyHistogram.index(of: 70_001)).upperBound)
    #expect(LatencyHistogram(counts: []) == LatencyHistogram())
  }
}
