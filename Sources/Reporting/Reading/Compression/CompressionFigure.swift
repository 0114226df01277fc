internal import Experiment
internal import Statistics

/// A kind of figure that codecs are shown by: a column of their tables.
struct CompressionFigure: Sendable {
  static let ratioID = "compression.ratio"
  static let throughputID = "compression.throughput"
  static let latencyID = "compression.latency"
  static let spreadID = "compression.ratio_spread"
  static let shareID = "compression.blocks_share"
  static let bytesID = "compression.compressed_bytes"
  static let corpusBytesID = "compression.corpus_bytes"
  static let memoryBytesID = "compression.memory_bytes"
  /// What a Run holds.
  static let ids: Set<String> = [
    ratioID, throughputID, latencyID, spreadID, shareID, bytesID, corpusBytesID, memoryBytesID,
  ]
  /// What follows from the ratio: the share of the bytes that is saved, 1 − 1/ratio.
  static let savedID = "compression.saved"

  var column: EstimateTable.Column
  var estimate: @Sendable (CompressionChoice) -> Estimate?

  init(
    _ name: String, dropped: Int? = nil, _ estimate: @escaping @Sendable (CompressionChoice) -> Estimate?
  ) {
    column = .init(name, dropped: dropped)
    self.estimate = estimate
  }

  static let ratio = CompressionFigure("ratio") { $0.ratio }
  static let saved = CompressionFigure("saved", dropped: 8) { $0.saved }
  static let compress = CompressionFigure("compress", dropped: 10) { $0.throughput("compress") }
  static let decompress = CompressionFigure("decompress", dropped: 9) { $0.throughput("decompress") }
  static let incompressible = CompressionFigure("incompressible", dropped: 6) { $0.incompressible }
  static let compressP50 = latency("compress", "p50", dropped: 7)
  static let compressP99 = latency("compress", "p99", dropped: 5)
  static let decompressP50 = latency("decompress", "p50")
  static let decompressP99 = latency("decompress", "p99", dropped: 6)

  /// A quantile of the time that a call takes.
  static func latency(_ direction: String, _ quantile: String, dropped: Int? = nil) -> CompressionFigure {
    CompressionFigure("\(direction) \(quantile)", dropped: dropped) { $0.latency(direction, quantile) }
  }

  /// A quantile of the ratios of the single blocks.
  static func spread(_ quantile: String) -> CompressionFigure {
    CompressionFigure("ratio \(quantile)", dropped: quantile == "p50" ? nil : 5) {
      $0.figure(spreadID, ["quantile": quantile])
    }
  }

  /// Everything that was measured, for these numbers of threads.
  static func all(threads: [Int]) -> [CompressionFigure] {
    let quantiles = LatencyMeasurements.quantiles.map(\.label) + ["max"]
    let timed = ["compress", "decompress"].flatMap { direction in
      threads.flatMap { count in
        let words = LabelText.text("threads", "\(count)")
        return [
          CompressionFigure("\(direction), \(words)") { $0.throughput(direction, threads: count) }
        ]
          + quantiles.map { quantile in
            CompressionFigure("\(direction) \(quantile), \(words)") {
              $0.latency(direction, quantile, threads: count)
            }
          }
      }
    }
    return [
      ratio, saved, CompressionFigure("of") { $0.figure(corpusBytesID) },
      CompressionFigure("compressed to") { $0.figure(bytesID) },
      CompressionFigure("in memory") { $0.figure(memoryBytesID) }, incompressible,
    ] + ["p10", "p50", "p90"].map(spread) + timed
  }
}

extension Estimate {
  /// Another quantity that follows from each sample of this one.
  ///
  /// - Parameter value: of a sample; what is not finite is left out.
  func derived(
    _ id: String, unit: String, better: Metric.Direction = .higher, _ value: (Sample) -> Double
  ) -> Estimate {
    var metric = metric
    metric.id = id
    metric.unit = unit
    metric.better = better
    metric.histogram = nil
    for index in metric.samples.indices { metric.samples[index].value = value(metric.samples[index]) }
    let suspect = points.filter { $0.standing == .suspect }.map { BlockID($0.block, $0.attempt) }
    return Estimate(
      metric, standings: Dictionary(suspect.map { ($0, .suspect) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Where the value may lie: its interval, or from the lowest to the highest of several modes; nil without a result.
  var extent: ClosedRange<Double>? {
    guard isResult else { return nil }
    if let low = modes.first?.center, let high = modes.last?.center { return low...max(low, high) }
    return interval
  }
}
