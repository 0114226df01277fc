internal import Experiment
internal import Platform
internal import Statistics

/// What is reported of a workload.
enum CompressionMeasurements {
  /// Quantiles of the blocks' ratios, with their labels.
  private static let quantiles: [(label: String, share: Double)] = [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)]

  /// Ratios, exact sums, and shares of blocks.
  static func sums(of check: CorpusCheck, _ workload: CompressionWorkload) -> [Measurement] {
    var all: [Measurement] = []
    if workload.choice == .all, check.fillings.blocks > 0 {
      for (kind, count) in [("zero", check.fillings.zero), ("same", check.fillings.same)] {
        all.append(
          value(
            "blocks_share", workload.labels.merging(["kind": kind]) { $1 }, "1", .higher,
            check.fillings.share(count)))
      }
    }
    for setting in workload.settings where setting.codec != .memcpy {
      guard let outcome = check.outcomes[setting], outcome.failure == nil, let ratio = outcome.tally.ratio
      else { continue }
      let labels = workload.labels.merging(setting.labels) { $1 }
      let tally = outcome.tally
      all.append(value("ratio", labels, "1", .higher, ratio, primary: isPrimary(setting, workload)))
      all.append(value("compressed_bytes", labels, "B", .lower, Double(tally.packedBytes)))
      all.append(value("corpus_bytes", labels, "B", .higher, Double(tally.bytes)))
      if let share = tally.incompressibleShare {
        all.append(
          value("blocks_share", labels.merging(["kind": "incompressible"]) { $1 }, "1", .lower, share))
      }
      for (quantile, ratio) in zip(quantiles, tally.ratios(at: quantiles.map(\.share)) ?? []) {
        all.append(
          value("ratio_spread", labels.merging(["quantile": quantile.label]) { $1 }, "1", .higher, ratio))
      }
    }
    return all
  }

  /// Throughput and latencies, both directions.
  static func times(
    _ results: [CodingDirection: CodecTimer.Result], _ setting: CodecSetting, _ workload: CompressionWorkload
  ) -> [Measurement] {
    let labels = workload.labels.merging(setting.labels) { $1 }
    return CodingDirection.allCases.flatMap { direction in
      results[direction].map {
        times(
          $0, direction, labels, threads: workload.cpus.count, isPrimary: isPrimary(setting, workload))
      } ?? []
    }
  }

  /// Throughput and latencies of one direction.
  static func times(
    _ result: CodecTimer.Result, _ direction: CodingDirection, _ common: [String: String], threads: Int,
    isPrimary: Bool
  ) -> [Measurement] {
    let labels = common.merging(["direction": direction.rawValue, "threads": String(threads)]) { $1 }
    return [value("throughput", labels, "B/s", .higher, result.throughput, primary: isPrimary)]
      + LatencyMeasurements.of(
        result.latencies, id: "compression.latency", labels: labels, primary: isPrimary ? ["p99"] : [])
  }

  /// What a tier of compressed memory is made of: pages, by the fast codecs.
  private static func isPrimary(_ setting: CodecSetting, _ workload: CompressionWorkload) -> Bool {
    let codecs = [CodecSetting(.lz4, 1), CodecSetting(.zstd, 1), CodecSetting(.zstd, 3)]
    return workload.figures == .all && workload.block == .k4 && codecs.contains(setting)
  }

  /// A figure of this benchmark.
  static func value(
    _ name: String, _ labels: [String: String], _ unit: String, _ better: Metric.Direction, _ value: Double,
    primary: Bool = false
  ) -> Measurement {
    Measurement(
      id: "compression.\(name)", labels: labels, unit: unit, better: better,
      role: primary ? .primary : .informational, value: value)
  }
}
