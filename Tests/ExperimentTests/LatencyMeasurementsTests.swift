import Experiment
import Statistics
import Testing

@Suite("Measurements of a latency distribution")
struct LatencyMeasurementsTests {
  private static func measurements(of count: Int, primary: [String] = []) -> [Measurement] {
    var histogram = LatencyHistogram()
    for value in 1...count { histogram.record(UInt64(value)) }
    return LatencyMeasurements.of(histogram, id: "x.latency", labels: ["load": "0"], primary: primary)
  }

  @Test(
    "A quantile needs at least five values beyond it",
    arguments: [
      (9, ["max"]), (10, ["p50", "max"]), (50, ["p50", "p90", "max"]), (500, ["p50", "p90", "p99", "max"]),
      (5_000, ["p50", "p90", "p99", "p99.9", "max"]),
      (50_001, ["p50", "p90", "p99", "p99.9", "p99.99", "max"]),
    ])
  func supported(count: Int, labels: [String]) {
    let found = Self.measurements(of: count)
    #expect(found.map { $0.labels["quantile"] } == labels)
    #expect(found.allSatisfy { $0.labels["load"] == "0" && $0.unit == "s" && $0.better == .lower })
  }

  @Test("Values are seconds, and the median carries the distribution")
  func values() throws {
    let found = Self.measurements(of: 1_000, primary: ["p99"])
    #expect(found.map { ($0.value * 1e9).rounded() } == [500, 900, 990, 1_000])
    #expect(found.map { $0.role == .primary } == [false, false, true, false])
    #expect(found.dropFirst().allSatisfy { $0.histogram == nil })
    let text = try #require(found.first?.histogram)
    #expect(LatencyHistogram(encoded: text)?.total == 1_000)
  }

  @Test("Without values there is nothing to report")
  func empty() {
    #expect(LatencyMeasurements.of(LatencyHistogram(), id: "x", labels: [:]).isEmpty)
  }
}
