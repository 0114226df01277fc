internal import Experiment
internal import Platform
internal import Statistics

/// Runs a load's queues on the file: settles, then measures.
struct LoadRunner {
  /// Seconds in which the queues fill before counting begins.
  private static let ramp = 0.005

  let range: IORange
  let cpus: CPUSet
  let seed: UInt64

  /// All jobs of a load together.
  struct Result {
    /// Histograms merged; times summed up.
    var total = IOQueue.Outcome()
    /// Requests a second, of all jobs.
    var rate = 0.0
  }

  /// Runs a load after it has settled: again and again as far as the rule allows, while the rounds before the window
  /// were not steady.
  ///
  /// - Returns: the last result, and whether it was steady.
  /// - Throws: the failure of a request; what `run` throws.
  func settled(_ load: IOLoad, _ rule: SteadyState.Rule, seconds: Double) throws -> (
    result: Result, isSteady: Bool
  ) {
    var tries = 0
    while true {
      let result = try run(load, seconds: seconds, after: rule.round)
      if let failure = result.total.failure { throw failure }
      tries += SteadyState.rounds
      let isSteady = SteadyState.isReached(result.total.rounds.map(Double.init))
      if isSteady || tries + SteadyState.rounds > rule.most { return (result, isSteady) }
    }
  }

  /// Runs a load for a time.
  ///
  /// - Parameter round: seconds of each of the rounds before that tell whether the rate has settled; 0 for none.
  /// - Throws: `NotMeasurable` where the file cannot be opened or memory is not to be had; a request that fails is in
  ///   the result.
  func run(
    _ load: IOLoad, seconds: Double, after round: Double = 0, recording generations: BlockGenerations? = nil
  ) throws -> Result {
    precondition(generations == nil || load.jobs == 1)
    let file = try Self.open(range, load)
    let bytes = load.depth * load.blockBytes
    let buffers = try (0..<load.jobs).map { job in
      let buffer = try MemoryBuffer(byteCount: bytes, pages: .base)
      // Buffered blocks may have any length; the buffer is whole pages.
      buffer.fillRandom(byteCount: (bytes + 7) / 8 * 8, seed: seed &+ UInt64(job))
      return buffer
    }
    let jobs = (0..<load.jobs).map { job(load, index: $0) }
    let outcomes = try PinnedTeam.run(within: Array(repeating: cpus, count: load.jobs)) { member in
      member.meet()
      let rounds = round > 0 ? SteadyState.rounds : 0
      let start = Clock.now() + UInt64((Self.ramp + round * Double(rounds)) * 1e9)
      return IOQueue.run(
        jobs[member.index], on: file, memory: buffers[member.index], from: start, seconds: seconds,
        rounds: rounds,
        of: round, recording: generations)
    }
    return outcomes.reduce(into: Result()) { $0.add($1) }
  }

  static func open(_ range: IORange, _ load: IOLoad) throws -> DirectFile {
    var mode: DirectFile.Mode = load.isDirect ? .direct : []
    if load.access.writes {
      precondition(range.mayWrite)
      mode.insert(.writes)
      if !range.isOwn { mode.insert(.noLink) }
    }
    if load.sync == .dsync { mode.insert(.durable) }
    do {
      return try DirectFile(range.path, mode)
    } catch {
      throw NotMeasurable("\(error)")
    }
  }

  /// Sequential jobs have a part of the range each; random ones share all of it.
  private func job(_ load: IOLoad, index: Int) -> IOJob {
    let all = range.byteCount / UInt64(load.blockBytes)
    let share = load.access.isRandom ? all : max(1, all / UInt64(load.jobs))
    var job = IOJob(blocks: share, blockBytes: load.blockBytes)
    job.engine = load.engine
    job.firstByte = load.access.isRandom ? 0 : UInt64(index) * share % all * UInt64(load.blockBytes)
    job.depth = load.depth
    job.batch = load.batch
    job.completion = load.completion
    job.isRandom = load.access.isRandom
    job.writePercent = load.writePercent
    // Every process and every job has an order of its own.
    job.seed = seed &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15 &+ Clock.now()
    job.rate = load.rate
    job.sync = load.sync
    return job
  }
}

extension LoadRunner.Result {
  fileprivate mutating func add(_ outcome: IOQueue.Outcome) {
    total.submit.merge(outcome.submit)
    total.complete.merge(outcome.complete)
    total.reads.merge(outcome.reads)
    total.writes.merge(outcome.writes)
    total.syncs += outcome.syncs
    total.depthHeld += outcome.depthHeld
    total.window = max(total.window, outcome.window)
    total.userSeconds += outcome.userSeconds
    total.systemSeconds += outcome.systemSeconds
    total.switches += outcome.switches
    total.failure = total.failure ?? outcome.failure
    total.rounds =
      total.rounds.isEmpty ? outcome.rounds : zip(total.rounds, outcome.rounds).map { $0 + $1 }
    if outcome.window > 0 { rate += Double(outcome.operations) / outcome.window }
  }
}
