public import Experiment

/// What the scheduler costs: waking, switching, moving, disturbance, and what pinning buys.
public enum SchedulerBenchmark: Benchmark {
  /// `scheduler`.
  public static let name = "scheduler"

  /// Measures one workload, in a process of its own.
  public static func measure(_ workload: SchedulerWorkload, in context: WorkerContext) throws -> [Measurement]
  {
    // A wake-up must not wait for a page.
    if workload.isSensitiveToPaging { MeasuringThread.lockMemory(context) }
    return switch workload {
    case .wakeup(let workload): try WakeupWorker(workload).measure(in: context)
    case .message(let workload): try MessageWorker(workload).measure(in: context)
    case .switch(let workload): try SwitchWorker(workload).measure(in: context)
    case .coreToCore(let workload): try CoreToCoreWorker(workload).measure(in: context)
    case .messaging(let workload): try MessagingWorker(workload).measure(in: context)
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
  /// How late workers begin what others send them, and when it is done.
  case message(MessageWorkload)
  /// How long two parties take to wake each other.
  case `switch`(SwitchWorkload)
  /// How long a cache line takes from CPU to CPU.
  case coreToCore(CoreToCoreWorkload)
  /// How many messages groups of senders and receivers pass on.
  case messaging(MessagingWorkload)
  /// Time that something else takes from the CPUs.
  case noise(NoiseWorkload)
  /// A thread that is moved away from its warm cache.
  case migration(MigrationWorkload)
  /// One workload under a placement.
  case placement(PlacementWorkload)

  /// Whether single latencies are what is measured; then all pages are kept in memory.
  var isSensitiveToPaging: Bool {
    switch self {
    case .wakeup, .message: true
    default: false
    }
  }
}
