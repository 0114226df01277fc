internal import CPlatform
public import Statistics

/// Runs a queue of requests on the calling thread.
public enum IOQueue {
  /// What was counted in the window.
  public struct Outcome: Sendable {
    /// From the call that submits a request to its return, in nanoseconds.
    public var submit = LatencyHistogram()
    /// From there to the request's end.
    public var complete = LatencyHistogram()
    /// The whole of reads: from the call, or from the intended start where arrivals have a rate.
    public var reads = LatencyHistogram()
    /// The same of writes.
    public var writes = LatencyHistogram()
    /// Flushes.
    public var syncs = 0
    /// Mean number of requests in flight, waiting for a free slot included: the sum of all times over the window.
    public var depthHeld = 0.0
    /// Seconds.
    public var window = 0.0
    /// CPU seconds of this thread.
    public var userSeconds = 0.0
    /// CPU seconds of this thread in the kernel.
    public var systemSeconds = 0.0
    /// Times that this thread was off its CPU, by itself or not.
    public var switches = 0
    /// Requests that ended in each of the rounds before the window.
    public var rounds: [UInt64] = []
    /// What ended it before its time; nil when nothing did.
    public var failure: Failure?

    /// Requests that ended in the window.
    public var operations: Int { Int(reads.total + writes.total) }
    /// Nothing yet.
    public init() {}
  }

  /// A request that failed, or an engine that could not be had.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where it was.
    public enum Stage: Sendable, Equatable { case setUp, submit, complete, short, flush }
    /// Where it was.
    public var stage: Stage
    /// The positive errno.
    public var code: Int32
    /// The request's first byte.
    public var offset: UInt64
    /// Whether it was a write.
    public var isWrite: Bool
    /// Bytes that a short request moved, of those asked for.
    public var moved: Int
    /// Bytes asked for.
    public var asked: Int

    /// `write of 4096 bytes at byte 8192: no space left on the device (ENOSPC)`.
    public var description: String {
      let cause = SystemError(code: code, operation: "").cause
      let request = "\(isWrite ? "write" : "read") of \(asked) bytes at byte \(offset)"
      return switch stage {
      case .setUp: "the engine could not be set up: \(cause)"
      case .submit: "\(request) was not accepted: \(cause)"
      case .complete: "\(request): \(cause)"
      case .short: "\(request): only \(moved) were moved"
      case .flush: "flush: \(cause)"
      }
    }
  }

  /// Runs `job` from now on and counts what ends between `start` (a reading of `Clock.now()`) and `seconds` later.
  ///
  /// - Parameters:
  ///   - rounds: how many rounds of `round` seconds before `start` are counted each for itself.
  ///   - memory: `depth` times `blockBytes`, pre-faulted; what writes write.
  ///   - generations: where each write is recorded, and stamped for it; nil where nobody will ask. It must have more
  ///     blocks than `depth`, and no other thread that writes to it.
  public static func run(
    _ job: IOJob, on file: DirectFile, memory: MemoryBuffer, from start: UInt64, seconds: Double,
    rounds: Int = 0, of round: Double = 0, recording generations: BlockGenerations? = nil
  ) -> Outcome {
    precondition(generations.map { $0.count == Int(job.blocks) && $0.count > job.depth } ?? true)
    precondition(job.depth >= 1 && job.blockBytes >= 1 && memory.byteCount >= job.depth * job.blockBytes)
    precondition(
      job.blocks >= 1 && (1...job.depth).contains(job.batch) && (0...100).contains(job.writePercent))
    let recorders = (0..<4).map { _ in LatencyRecorder() }
    var raw = unsafe assay_io_result(
      submit: recorders[0].histogram, complete: recorders[1].histogram, reads: recorders[2].histogram,
      writes: recorders[3].histogram, read_count: 0, write_count: 0, sync_count: 0, flight_time: 0, window: 0,
      user_time: 0, system_time: 0, voluntary_switches: 0, involuntary_switches: 0, stage: ASSAY_IO_RAN,
      failed_at: 0, moved: 0, failed_write: 0)
    var task = unsafe Self.task(job, file, memory, from: start, seconds: seconds)
    var counts = [UInt64](repeating: 0, count: rounds)
    unsafe task.round = UInt64(round * 1e9)
    unsafe task.round_count = UInt32(rounds)
    let answer = unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe task.rounds = counts.baseAddress
      guard let generations else { return unsafe assay_io_run(&task, &raw) }
      let journal = unsafe generations.journal
      return unsafe withUnsafePointer(to: journal) { pointer in
        unsafe task.journal = pointer
        return withExtendedLifetime(generations) { unsafe assay_io_run(&task, &raw) }
      }
    }
    var outcome = unsafe outcome(raw, recorders, answer, job)
    outcome.rounds = counts
    return outcome
  }

  private static func task(
    _ job: IOJob, _ file: DirectFile, _ memory: MemoryBuffer, from start: UInt64, seconds: Double
  ) -> assay_io_job {
    unsafe assay_io_job(
      engine: job.engine.code, descriptor: file.descriptor, first_byte: job.firstByte, blocks: job.blocks,
      block_bytes: UInt32(job.blockBytes), depth: UInt32(job.depth), batch: UInt32(job.batch),
      reads_ring: job.completion == .ring ? 1 : 0, random: job.isRandom ? 1 : 0,
      write_percent: UInt32(job.writePercent), seed: job.seed,
      interval: job.rate.map { UInt64(max(1, (1e9 / $0).rounded())) } ?? 0, sync: job.sync.code,
      sync_every: 1,
      start: start, end: start + UInt64(seconds * 1e9), round: 0, round_count: 0, rounds: nil,
      memory: memory.address.assumingMemoryBound(to: UInt8.self),
      journal: nil)
  }

  private static func outcome(
    _ raw: assay_io_result, _ recorders: [LatencyRecorder], _ answer: Int, _ job: IOJob
  ) -> Outcome {
    var outcome = Outcome()
    outcome.submit = recorders[0].recorded
    outcome.complete = recorders[1].recorded
    outcome.reads = recorders[2].recorded
    outcome.writes = recorders[3].recorded
    outcome.syncs = unsafe Int(raw.sync_count)
    outcome.window = unsafe Double(raw.window) * 1e-9
    outcome.depthHeld = unsafe raw.window > 0 ? Double(raw.flight_time) / Double(raw.window) : 0
    outcome.userSeconds = unsafe Double(raw.user_time) * 1e-9
    outcome.systemSeconds = unsafe Double(raw.system_time) * 1e-9
    outcome.switches = unsafe Int(raw.voluntary_switches + raw.involuntary_switches)
    guard answer < 0 else { return outcome }
    let stage: Failure.Stage =
      switch unsafe raw.stage {
      case ASSAY_IO_SUBMIT: .submit
      case ASSAY_IO_COMPLETE: .complete
      case ASSAY_IO_SHORT: .short
      case ASSAY_IO_FLUSH: .flush
      default: .setUp
      }
    outcome.failure = unsafe Failure(
      stage: stage, code: Int32(-answer), offset: raw.failed_at, isWrite: raw.failed_write != 0,
      moved: Int(raw.moved), asked: job.blockBytes)
    return outcome
  }
}
