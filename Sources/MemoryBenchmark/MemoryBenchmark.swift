public import Experiment

/// Memory bandwidth, latency, and latency under load.
public enum MemoryBenchmark: Benchmark {
  /// `memory`.
  public static let name = "memory"

  /// Measures one workload, in a process of its own.
  public static func measure(_ workload: MemoryWorkload, in context: WorkerContext) throws -> [Measurement] {
    switch workload {
    case .bandwidth(let workload): try BandwidthWorker(workload).measure(in: context)
    case .latency(let workload): try LatencyWorker(workload).measure(in: context)
    case .loadedLatency(let workload): try LoadedLatencyWorker(workload).measure(in: context)
    }
  }
}
