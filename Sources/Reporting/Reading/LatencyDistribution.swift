internal import Experiment
internal import Statistics

/// One latency distribution: what its quantiles were in each sample, and all latencies together.
struct LatencyDistribution: Sendable {
  /// A point of the curve: so large a share of the latencies is at least so long.
  struct Step: Sendable, Equatable {
    var seconds: Double
    /// Above 0, at most 1.
    var share: Double
    /// The quantile that it is: `p99`; nil between quantiles.
    var quantile: String?
  }

  /// The labels that the quantiles have in common.
  let labels: [String: String]
  /// By label: `p50`, `max`.
  let quantiles: [String: Estimate]
  private let encoded: String?

  /// The latencies of all samples that count, read anew each time; nil where they were not kept or cannot be read.
  var histogram: LatencyHistogram? {
    encoded.flatMap(LatencyHistogram.init(encoded:)).flatMap { $0.total > 0 ? $0 : nil }
  }

  /// One for each combination of the other labels, in the order of these labels.
  static func all(_ estimates: [Estimate], by labels: [String] = []) -> [LatencyDistribution] {
    let groups = Dictionary(grouping: estimates.filter { $0["quantile"] != nil }) { estimate in
      estimate.metric.labels.filter { $0.key != "quantile" }
    }
    let rest = Set(groups.keys.flatMap(\.keys)).subtracting(labels).sorted()
    let distributions = groups.map { common, members in
      let quantiles = Dictionary(
        members.map { ($0["quantile"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
      return LatencyDistribution(
        labels: common, quantiles: quantiles, encoded: members.lazy.compactMap(\.metric.histogram).first)
    }
    return distributions.sorted { left, right in
      let ranks = (labels + rest).map {
        (LabelWords.rank($0, left.labels[$0]), LabelWords.rank($0, right.labels[$0]))
      }
      return ranks.first { $0.0 != $0.1 }.map { $0.0 < $0.1 } ?? false
    }
  }

  /// How the curve's points lie apart at least: in share, or in seconds. On logarithmic axes both are fine steps.
  private static let leastFall = 0.85
  private static let leastRise = 1.1

  /// The share of latencies that are at least so long, over the length: from all at the shortest to one at the
  /// longest. Empty without a histogram.
  var curve: [Step] {
    guard let histogram, let longest = histogram.maximum else { return [] }
    let total = Double(histogram.total)
    var left = histogram.total
    var steps: [Step] = []
    for (index, count) in histogram.counts.enumerated() where count > 0 {
      // The shortest that a logarithmic axis can show is a nanosecond.
      let step = Step(
        seconds: Double(max(1, LatencyHistogram.values(at: index).lowerBound)) * 1e-9,
        share: Double(left) / total)
      if steps.last.map({
        step.share <= $0.share * Self.leastFall || step.seconds >= $0.seconds * Self.leastRise
      }) ?? true {
        steps.append(step)
      }
      left -= count
    }
    let quantiles = LatencyMeasurements.quantiles.compactMap { quantile -> Step? in
      guard self.quantiles[quantile.label] != nil, let value = histogram.value(at: quantile.share) else {
        return nil
      }
      return Step(
        seconds: Double(max(1, value)) * 1e-9, share: 1 - quantile.share, quantile: quantile.label)
    }
    let last = Step(seconds: Double(max(1, longest)) * 1e-9, share: 1 / total, quantile: "max")
    return (steps.filter { $0.share > last.share && $0.seconds < last.seconds } + quantiles).sorted {
      ($0.seconds, -$0.share) < ($1.seconds, -$1.share)
    } + [last]
  }
}
