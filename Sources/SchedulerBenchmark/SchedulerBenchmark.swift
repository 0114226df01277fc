public import Experiment

/// What the scheduler costs: waking, switching, moving, disturbance, and what pinning buys.
public enum SchedulerBenchmark: Benchmark {
  /// `scheduler`.
  public static let name = "scheduler"

  /// Measures one workload, in a process of its own.
  public static func measure(_ workload: SchedulerWorkload, in context: WorkerContext) throws -> [Measurement]
  {
    switch workload {
    case .wakeup(let workload): try WakeupWorker(workload).measure(in: context)
    case .noise(let workload): try NoiseWorker(workload).measure(in: context)
    case .migration(let workload): try MigrationWorker(workload).measure(in: context)
    case .placement(let workload): try PlacementWorker(workload).measure(in: context)
    }
  }
}

/// What one process of the scheduler benchmark measures. Times in seconds, sizes in bytes.
public enum SchedulerWorkload: Codable, Sendable, Equatable {
  /// How late sleeping threads wake.
  case wakeup(WakeupWorkload)
  /// Time that something else takes from the CPUs.
  case noise(NoiseWorkload)
  /// A thread that is moved away from its warm cache.
  case migration(MigrationWorkload)
  /// One workload under a placement.
  case placement(PlacementWorkload)
}
