public import Experiment
internal import Statistics

/// What a Run says of one codec on one corpus, cut in one way: what is weighed against the others.
public struct CodecFigure: Sendable, Equatable {
  /// The codec.
  public var setting: CodecSetting
  /// Bytes before over bytes after; over 0.
  public var ratio: Double
  /// Seconds that compressing a block takes, p50.
  public var compressLatency: Double
  /// Seconds that decompressing a block takes, p50.
  public var decompressLatency: Double

  /// Figures of a codec.
  public init(_ setting: CodecSetting, ratio: Double, compressLatency: Double, decompressLatency: Double) {
    self.setting = setting
    self.ratio = ratio
    self.compressLatency = compressLatency
    self.decompressLatency = decompressLatency
  }

  /// The share of memory that compressing saves: 1 − 1/ratio; below 0 where the compressed form is larger.
  public var saving: Double { 1 - 1 / ratio }

  /// The figures in a Run, medians of the samples that count; codecs without all three are left out.
  ///
  /// - Parameters:
  ///   - corpus: the corpus's label.
  ///   - block: the block size.
  /// - Returns: in the order of the metrics.
  public static func of(_ run: Run, corpus: String, block: BlockSize) -> [CodecFigure] {
    func median(_ id: String, _ labels: [String: String]) -> Double? {
      run.metrics.first { $0.id == id && $0.labels == labels }
        .flatMap { Quantile.median(of: $0.validValues) }
    }
    return run.metrics.filter {
      $0.id == "compression.ratio" && $0.labels["corpus"] == corpus && $0.labels["block"] == block.rawValue
    }.compactMap { metric in
      guard let setting = CodecSetting(labels: metric.labels), let ratio = median(metric.id, metric.labels)
      else { return nil }
      let latencies = ["compress", "decompress"].compactMap { direction in
        median(
          "compression.latency",
          metric.labels.merging(["direction": direction, "quantile": "p50", "threads": "1"]) { $1 })
      }
      guard latencies.count == 2 else { return nil }
      return CodecFigure(
        setting, ratio: ratio, compressLatency: latencies[0], decompressLatency: latencies[1])
    }
  }
}
