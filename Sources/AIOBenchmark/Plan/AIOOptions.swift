public import Experiment
public import Platform

/// What a user may set of the AIO benchmark.
public struct AIOOptions: Sendable {
  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// Random reads over the depth of the queue.
    case depth
    /// The engines side by side.
    case engines
    /// Submitting and completing one by one, in batches, through the shared ring.
    case batching
    /// Several threads with a queue each.
    case jobs
    /// Large blocks one after the other.
    case sequential
    /// Random writes.
    case write
    /// Random reads and writes together.
    case mix
    /// Writes that are durable when they end.
    case sync
    /// Random reads that arrive at a rate.
    case rate
    /// The most requests a second whose p99 stays below a limit.
    case knee
    /// Submission from each NUMA node.
    case nodes
    /// Exactly the load that the options describe.
    case load
    /// Writes that are recorded and read back.
    case verify
  }

  /// How much is measured.
  public var suite: Suite
  /// Seed of every random choice.
  public var seed: UInt64
  /// The CPUs to use; nil means all allowed ones.
  public var cpus: CPUSet?
  /// Seconds of one sample's measuring window; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means all, or `load` alone where a load is described.
  public var parts: [Part] = []
  /// `--engine`.
  public var engine: IOJob.Engine?
  /// `--rw`.
  public var access: IOLoad.Access?
  /// `--block`, in bytes.
  public var blockBytes: Int?
  /// `--depth`.
  public var depth: Int?
  /// `--jobs`.
  public var jobs: Int?
  /// `--batch`.
  public var batch: Int?
  /// `--completion`.
  public var completion: IOJob.Completion?
  /// `--sync`.
  public var sync: IOJob.Sync?
  /// `--mix`: of a hundred requests, how many read.
  public var readPercent: Int?
  /// `--rate`: arrivals a second of each job.
  public var rate: Double?
  /// `--p99`: seconds.
  public var p99: Double?
  /// `--verify`.
  public var verifies = false
  /// `--buffered`.
  public var isBuffered = false

  /// Everything of a suite.
  public init(suite: Suite, seed: UInt64) {
    self.suite = suite
    self.seed = seed
  }

  /// Whether something is written: by a load that is described, or by a part of the suite where writing is allowed.
  ///
  /// - Parameter mayWrite: whether the target is the tool's own, or may be overwritten.
  public func writes(mayWrite: Bool) -> Bool {
    if verifies || parts.contains(.verify) { return true }
    if describesLoad || p99 != nil { return access?.writes ?? false }
    return mayWrite && (parts.isEmpty || parts.contains { [.sequential, .write, .mix, .sync].contains($0) })
  }

  /// Whether a load is described by one of its own options.
  var describesLoad: Bool {
    engine != nil || access != nil || blockBytes != nil || depth != nil || jobs != nil || batch != nil
      || completion != nil || sync != nil || readPercent != nil || rate != nil
  }

  func wants(_ part: Part) -> Bool {
    if verifies { return part == .verify }
    if !parts.isEmpty { return parts.contains(part) }
    if part == .verify { return false }
    if part == .load { return describesLoad && p99 == nil }
    // A limit together with a load asks for the knee of that load.
    if part == .knee { return p99 != nil || !describesLoad }
    return !describesLoad && p99 == nil
  }
}
