public import Experiment

/// What the link between two nodes carries: bandwidth, latency and how long a connection takes to be made, from this node
/// to one where a `LinkServer` answers.
public enum LinkBenchmark: Benchmark {
  /// `link`.
  public static let name = "link"

  /// Measures one workload, in a process of its own.
  ///
  /// - Throws: `LinkProblem` where the other node does not answer, or no longer does.
  public static func measure(_ workload: LinkWorkload, in context: WorkerContext) throws -> [Measurement] {
    switch workload {
    case .bandwidth(let workload): try BandwidthWorker(workload).measure(in: context)
    case .latency(let workload): try LatencyWorker(workload).measure(in: context)
    case .connect(let workload): try ConnectWorker(workload).measure(in: context)
    }
  }
}

/// What one process of the link benchmark measures. Times in seconds.
public enum LinkWorkload: Codable, Sendable, Equatable {
  /// Bytes that arrive through some connections at once.
  case bandwidth(BandwidthWorkload)
  /// Round trips of small messages, one at a time.
  case latency(LatencyWorkload)
  /// Connections that are made, one at a time.
  case connect(ConnectWorkload)
}
