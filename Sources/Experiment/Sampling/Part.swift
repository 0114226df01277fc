/// What one fresh process measures, once a block.
public struct Part: Sendable, Equatable {
  /// A name for people and for the plan: `memory.bandwidth threads=2`.
  public var id: String
  /// The benchmark whose worker takes it.
  public var benchmark: String
  /// What the worker shall do, in the benchmark's own JSON.
  public var workload: String
  /// Seconds after which the process is taken for hung and killed.
  public var timeLimit: Double
  /// What its command must be told besides: `--to node2:9707`.
  public var further = ""

  /// A part.
  public init(id: String, benchmark: String, workload: String, timeLimit: Double) {
    self.id = id
    self.benchmark = benchmark
    self.workload = workload
    self.timeLimit = timeLimit
  }

  /// The command that measures this part, with those of its kind, and nothing else:
  /// `assay memory --part bandwidth` for `memory.bandwidth threads=2`.
  public var command: String {
    let prefix = "\(benchmark)."
    let name = id.hasPrefix(prefix) ? id.dropFirst(prefix.count) : id[...]
    return "assay \(benchmark) --part \(name.prefix { $0 != " " })" + (further.isEmpty ? "" : " \(further)")
  }
}

/// What one process has to say: one line of JSON on its standard output.
public struct SampleReport: Codable, Sendable, Equatable {
  /// The values.
  public var measurements: [Measurement]
  /// What disturbed it.
  public var noise: Noise
  /// What the reader must know.
  public var warnings: [Run.Warning]
  /// Why it cannot be measured on this host; then there are no values.
  public var notMeasurable: String?

  /// A report.
  public init(
    measurements: [Measurement] = [], noise: Noise = Noise(), warnings: [Run.Warning] = [],
    notMeasurable: String? = nil
  ) {
    self.measurements = measurements
    self.noise = noise
    self.warnings = warnings
    self.notMeasurable = notMeasurable
  }

  enum CodingKeys: String, CodingKey {
    case measurements, noise, warnings
    case notMeasurable = "not_measurable"
  }
}

/// The part cannot be measured on this host: not a fault, a fact with a reason.
public struct NotMeasurable: Error, Sendable, CustomStringConvertible {
  /// Why.
  public let description: String

  /// A reason in words.
  public init(_ reason: String) { description = reason }
}

/// A process that should have measured did not: it crashed, hung, or said something that is no report.
public struct SampleFailure: Error, Sendable, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// What happened, in words.
  public init(_ description: String) { self.description = description }
}

/// Takes one sample: by a fresh process, or by a mock in tests of order and bookkeeping.
public protocol SampleExecutor: Sendable {
  /// Runs one part.
  ///
  /// - Parameter padding: bytes by which the process's environment is lengthened, so that the alignment of its
  ///   stack varies from sample to sample and is not mistaken for an effect (Mytkowicz et al., "Producing Wrong
  ///   Data Without Doing Anything Obviously Wrong!", ASPLOS 2009).
  /// - Throws: `SampleFailure`; `CancellationError` when the task was cancelled.
  func execute(_ part: Part, padding: Int) async throws -> SampleReport
}
