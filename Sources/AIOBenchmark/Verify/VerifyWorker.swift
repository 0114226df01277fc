internal import Experiment
public import Platform
internal import Synchronization

/// Writes that are recorded, and read back afterwards.
public struct VerifyWorkload: Codable, Sendable, Equatable {
  /// What is written to.
  public var range: IORange
  /// How; it has one job.
  public var load: IOLoad
  /// Where the journal is: the target's own path, or for a temporary file a name in its directory.
  public var journalBeside: String
  /// CPUs that the queue's thread may run on.
  public var cpus: CPUSet
  /// Seconds of writing.
  public var window: Double
  /// Seed of the stamps, with the moment of measuring.
  public var seed: UInt64
}

/// Writes stamped blocks, then reads all of them back, in this process.
struct VerifyWorker {
  /// Seconds between two flushes of the journal.
  private static let flushPeriod = 1.0

  private let workload: VerifyWorkload

  init(_ workload: VerifyWorkload) { self.workload = workload }

  /// - Throws: `SampleFailure` when a block is not what was acknowledged: loudly, whatever else was measured.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let journal = try openJournal()
    let result = try context.window(on: workload.cpus.numbers, byDesign: AIOBenchmark.byDesign) {
      try write(recording: journal)
    }
    if let failure = result.total.failure, failure.stage == .setUp {
      if !workload.range.isOwn { try journal.remove() }
      throw NotMeasurable("\(workload.load.description): \(failure)")
    }
    let report = try Self.report(journal, on: workload.range.path)
    guard report.isIntact else { throw SampleFailure(report.sentences.joined(separator: "; ")) }
    if !workload.range.isOwn { try journal.remove() }
    let labels = ["verify": "yes"]
    let verified = Measurement(
      id: "aio.verified_blocks", labels: workload.load.labels.merging(labels) { $1 }, unit: "1",
      better: .higher,
      value: Double(report.count(of: .good)))
    if let failure = result.total.failure {
      context.warn(LoadsWorker.failed(failure, workload.load, on: workload.range))
      // What was written is judged; a window that was cut tells no rate.
      return [verified]
    }
    context.warn(Self.figuresWarning)
    return result.measurements(of: workload.load, labels: labels) + [verified]
  }

  /// Runs the load while the journal is brought to the disk once a second, and once more when it has ended. Where writes
  /// are promised to last, the loop itself does so before each write.
  private func write(recording journal: WriteJournal) throws -> LoadRunner.Result {
    let runner = LoadRunner(range: workload.range, cpus: workload.cpus, seed: workload.seed)
    func run() throws -> LoadRunner.Result {
      try runner.run(workload.load, seconds: workload.window, recording: journal.generations)
    }
    // Nobody can ask after a temporary file.
    if workload.range.isOwn { return try run() }
    let failure = Mutex<SystemError?>(nil)
    let flushes = try Repetition(every: Self.flushPeriod) {
      do throws(SystemError) {
        try journal.flush()
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    let result = Result { try run() }
    flushes.stop()
    if let failure = failure.withLock({ $0 }) ?? journal.generations.lastingFailure { throw failure }
    try journal.flush()
    return try result.get()
  }

  private static let figuresWarning = Run.Warning(
    code: "aio.verify_costs",
    message:
      "every write was stamped and recorded, with --sync on the disk as well: the figures are lower than the storage's",
    advice: "for figures measure without --verify")

  /// Reads and judges all blocks of a journal: past the page cache where that can be done, because what the cache holds
  /// says nothing about the device.
  static func report(_ journal: WriteJournal, on path: String) throws -> VerifyReport {
    let file = try open(path)
    return try Verifier(journal, boot: JournalCertainty.boot).report { offset, byteCount, buffer in
      try file.read(buffer, byteCount: byteCount, at: UInt64(offset))
    }
  }

  private static func open(_ path: String) throws(SystemError) -> DirectFile {
    do {
      return try DirectFile(path, .direct)
    } catch {
      if error.isInvalid { return try DirectFile(path, []) }
      throw error
    }
  }

  private func openJournal() throws -> WriteJournal {
    let shape = JournalShape(
      blockBytes: workload.load.blockBytes, firstByte: 0,
      blockCount: Int(workload.range.byteCount / UInt64(workload.load.blockBytes)),
      seed: workload.seed &+ Clock.now(), policy: workload.load.sync.rawValue,
      boot: JournalCertainty.boot ?? "")
    let journal = try WriteJournal.create(
      beside: workload.journalBeside, shape, isLasting: shape.promises && !workload.range.isOwn)
    // Nobody can ask after a temporary file: its journal needs no name either.
    if workload.range.isOwn { try journal.remove() }
    return journal
  }
}

/// `--verify-only`: judges what an earlier run wrote.
public enum VerifyOnly {
  /// Reads the target's journal and all blocks that it covers.
  ///
  /// - Throws: `PlanRefused` where there is no journal, or none that can be trusted; `SystemError` where the target
  ///   cannot be opened.
  public static func report(on path: String) throws -> VerifyReport {
    try VerifyWorker.report(WriteJournal.open(beside: path, for: .reading), on: path)
  }
}
