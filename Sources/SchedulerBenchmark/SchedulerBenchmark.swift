public import Experiment

/// What the scheduler costs: waking, switching, moving, disturbance, and what pinning buys.
public enum SchedulerBenchmark: Benchmark {
  /// `scheduler`.
  public static let name = "scheduler"

  /// Measures one workload, in a process of its own.
  public static func measure(_ workload: SchedulerWorkload, in context: WorkerContext) throws -> [Measurement]
  {
    MeasuringThread.lockMemory(context)
    switch workload {
    case .wakeup(let workload): return try WakeupWorker(workload).measure(in: context)
    case .message(let workload): return try MessageWorker(workload).measure(in: context)
    }
  }
}

/// What one process of the scheduler benchmark measures. Times in seconds, sizes in bytes.
public enum SchedulerWorkload: Codable, Sendable, Equatable {
  /// How late sleeping threads wake.
  case wakeup(WakeupWorkload)
  /// How late workers begin what others send them, and when it is done.
  case message(MessageWorkload)
}
