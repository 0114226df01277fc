public import Experiment

/// How well and how fast data is compressed: ratio, throughput and latency of codecs over block sizes and corpora, and of
/// the kernel's own behind a zram device.
public enum CompressionBenchmark: Benchmark {
  /// `compression`.
  public static let name = "compression"

  /// Measures one workload, in a process of its own.
  public static func measure(_ work: CompressionWork, in context: WorkerContext) throws -> [Measurement] {
    switch work {
    case .codecs(let workload): try CompressionWorker(workload).measure(in: context)
    case .zram(let workload): try ZramWorker(workload).measure(in: context)
    }
  }
}

/// What one process of the compression benchmark measures.
public enum CompressionWork: Codable, Sendable, Equatable {
  /// Codecs of libraries.
  case codecs(CompressionWorkload)
  /// The kernel's.
  case zram(ZramWorkload)
}
