public import Experiment
internal import Platform

/// How long a guest is away when it is migrated, how slow it is meanwhile, and whether it arrives: by its own clock, by its
/// beats, and by what QEMU says of it.
public enum MigrationBenchmark: Benchmark {
  /// `migration`.
  public static let name = "migration"

  /// Measures one workload, in a process of its own: the kernel ends its QEMUs with it.
  public static func measure(_ work: MigrationWork, in context: WorkerContext) throws -> [Measurement] {
    switch work {
    case .calibration(let workload): try CalibrationWorker(workload).measure(in: context)
    case .migration(let workload): try MigrationWorker(workload).measure(in: context)
    case .chain(let workload): try ChainWorker(workload).measure(in: context)
    }
  }

  /// What is certain to disturb, and is the benchmark itself: its QEMUs are other processes, and share their CPUs.
  static let byDesign: Set<Noise.Disturbance> = [.otherUse, .switches, .speed]

  /// Takes the process to the workload's CPUs and its directory.
  static func prepare(_ host: MigrationHost) throws {
    PrivateDirectory.base = host.directory
    try Affinity.set(CPUSet(host.cpus))
  }

  /// A failure that another host would not have is a fact about this one.
  static func measuring<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as MigrationError
      where [.missing, .tooOld, .noRoom, .notMeasurable].contains(error.kind)
    {
      throw NotMeasurable(error.description)
    } catch let error as LinkError where error.kind == .refused {
      throw NotMeasurable(error.description)
    }
  }
}
