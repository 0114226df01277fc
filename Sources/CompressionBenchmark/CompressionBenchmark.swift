public import Experiment

/// How well and how fast data is compressed: ratio, throughput and latency of codecs over block sizes and corpora.
public enum CompressionBenchmark: Benchmark {
  /// `compression`.
  public static let name = "compression"

  /// Measures one workload, in a process of its own.
  public static func measure(
    _ workload: CompressionWorkload, in context: WorkerContext
  ) throws -> [Measurement] {
    try CompressionWorker(workload).measure(in: context)
  }
}
