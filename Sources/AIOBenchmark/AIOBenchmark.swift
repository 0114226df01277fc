public import Experiment

/// What storage can do: IOPS, latency and CPU cost of asynchronous reads and writes.
public enum AIOBenchmark: Benchmark {
  /// `aio`.
  public static let name = "aio"

  /// What I/O brings with it: threads sleep until requests end, which is I/O pressure and leaves CPUs idle; the kernel's
  /// work for them is use by others.
  static let byDesign: Set<Noise.Disturbance> = [.switches, .otherUse, .ioPressure, .speed]

  /// Measures one workload, in a process of its own.
  public static func measure(_ workload: AIOWorkload, in context: WorkerContext) throws -> [Measurement] {
    switch workload {
    case .loads(let workload): try LoadsWorker(workload).measure(in: context)
    case .knee(let workload): try KneeWorker(workload).measure(in: context)
    case .verify(let workload): try VerifyWorker(workload).measure(in: context)
    }
  }
}

/// What one process of the AIO benchmark measures. Times in seconds, sizes in bytes.
public enum AIOWorkload: Codable, Sendable, Equatable {
  /// Loads one after the other on one file.
  case loads(LoadsWorkload)
  /// The most requests a second whose p99 stays below a limit.
  case knee(KneeWorkload)
  /// Writes that are recorded and read back.
  case verify(VerifyWorkload)
}
