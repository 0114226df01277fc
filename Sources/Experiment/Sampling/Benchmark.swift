internal import FoundationEssentials
internal import Platform

/// A benchmark as the sampler sees it: something that a fresh process can be told to measure.
public protocol Benchmark: Sendable {
  /// What one process shall measure.
  associatedtype Workload: Codable & Sendable
  /// The name that parts carry: `memory`.
  static var name: String { get }
  /// Measures, in a process of its own.
  ///
  /// - Throws: `NotMeasurable` when this host cannot; anything else is a failure.
  static func measure(_ workload: Workload, in context: WorkerContext) throws -> [Measurement]
}

/// What a measuring process has at hand: the noise monitor around its window, and a place for warnings.
public final class WorkerContext {
  /// The noise of the window; unknown before it.
  public private(set) var noise = Noise()
  /// What the reader must know.
  public private(set) var warnings: [Run.Warning] = []

  /// A context without a window yet.
  public init() {}

  /// Runs the measuring itself, observed. Set-up and checks belong outside. Call it once.
  ///
  /// - Parameters:
  ///   - cpus: the CPUs that the measuring threads run on.
  ///   - byDesign: what the measuring threads cause themselves, or what they measure: it tells nothing against the
  ///     result, and is left unknown.
  public func window<Result>(
    on cpus: [Int], byDesign: Set<Noise.Disturbance> = [], _ body: () throws -> Result
  ) rethrows -> Result {
    let monitor = NoiseMonitor.begin(cpus: Array(Set(cpus)).sorted())
    defer {
      noise = monitor.end()
      noise.leaveOut(byDesign)
    }
    return try body()
  }

  /// Adds a warning to the Run; the same one is kept once.
  public func warn(_ warning: Run.Warning) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }
}

extension Benchmark {
  /// A part of this benchmark.
  public static func part(id: String, _ workload: Workload, timeLimit: Double) throws -> Part {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(workload), as: UTF8.self)
    return Part(id: id, benchmark: name, workload: json, timeLimit: timeLimit)
  }

  /// Decodes a workload and measures it; a host that cannot is part of the report.
  static func report(workload json: String) throws -> SampleReport {
    let workload = try JSONDecoder().decode(Workload.self, from: Data(json.utf8))
    let context = WorkerContext()
    do {
      let measurements = try measure(workload, in: context)
      return SampleReport(measurements: measurements, noise: context.noise, warnings: context.warnings)
    } catch let reason as NotMeasurable {
      return SampleReport(
        noise: context.noise, warnings: context.warnings, notMeasurable: reason.description)
    }
  }
}
