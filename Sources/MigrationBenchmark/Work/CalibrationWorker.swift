internal import Experiment
internal import VirtualMachine

/// Finds pauses that are known.
struct CalibrationWorker {
  /// A guest that works, as most do that are migrated.
  private static let load = DirtyClass(pagesPerSecond: 2000, workingSet: 1024)

  private let workload: CalibrationWorkload

  init(_ workload: CalibrationWorkload) { self.workload = workload }

  /// Measures.
  ///
  /// - Throws: `NotMeasurable`; `MigrationError`.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    try MigrationBenchmark.prepare(workload.host)
    return try MigrationBenchmark.measuring {
      let guest = try BeaconGuest(.source, try workload.host.guest(Self.load))
      defer { guest.end() }
      let calibration = try context.window(on: workload.host.cpus, byDesign: MigrationBenchmark.byDesign) {
        try Calibration.measure(guest, pauses: workload.pauses)
      }
      MigrationMeasurements.warn(of: workload.host.accelerator, in: context)
      if !calibration.isGood { context.warn(Self.warning(calibration)) }
      return MigrationMeasurements.of(calibration, workload.host.labels)
    }
  }

  private static func warning(_ calibration: Calibration) -> Run.Warning {
    func milliseconds(_ seconds: Double?) -> String {
      seconds.map { "\(($0 * 1e5).rounded() / 100) ms" } ?? "unknown"
    }
    return Run.Warning(
      code: "migration.calibration",
      message:
        "known pauses were found with a median error of \(milliseconds(calibration.median)) and a 95th percentile of "
        + "\(milliseconds(calibration.p95)); 0.5 ms and 2 ms are the most that may be",
      advice:
        "leave the machine alone while it measures, give it more CPUs, and do not trust guest pauses of this Run"
    )
  }
}
