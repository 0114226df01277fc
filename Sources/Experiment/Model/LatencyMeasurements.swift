public import Statistics

/// The measurements that a latency distribution gives: one for each quantile, and the worst.
public enum LatencyMeasurements {
  /// The quantiles that are reported, with their labels.
  public static let quantiles: [(label: String, share: Double)] = [
    ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("p99.99", 0.9999),
  ]
  /// A quantile is reported when at least this many latencies are expected beyond it: with fewer it is one of the
  /// few worst values, which `max` tells.
  public static let fewestBeyond = 5.0

  /// One measurement for each quantile that the number of latencies supports, and `max`.
  ///
  /// - Parameters:
  ///   - histogram: nanoseconds; empty gives no measurements.
  ///   - labels: of all of them; `quantile` is added.
  ///   - primary: labels of the quantiles that verdicts count.
  /// - Returns: in seconds, lower is better; `p50` carries the whole histogram.
  public static func of(
    _ histogram: LatencyHistogram, id: String, labels: [String: String], primary: [String] = []
  ) -> [Measurement] {
    func measurement(_ quantile: String, _ nanoseconds: UInt64, histogram: String? = nil) -> Measurement {
      Measurement(
        id: id, labels: labels.merging(["quantile": quantile]) { $1 }, unit: "s", better: .lower,
        role: primary.contains(quantile) ? .primary : .informational, value: Double(nanoseconds) * 1e-9,
        histogram: histogram)
    }
    let total = Double(histogram.total)
    let supported = quantiles.filter { total - ($0.share * total).rounded(.up) >= fewestBeyond }
    let encoded = histogram.encoded
    return supported.compactMap { quantile in
      histogram.value(at: quantile.share).map {
        measurement(quantile.label, $0, histogram: quantile.label == "p50" ? encoded : nil)
      }
    } + (histogram.maximum.map { [measurement("max", $0)] } ?? [])
  }
}
