internal import Experiment
public import Platform
internal import Statistics

/// A search for the most requests a second whose p99 stays below a limit.
public struct KneeWorkload: Codable, Sendable, Equatable {
  /// What it works on.
  public var range: IORange
  /// The load; its depth is what is searched for.
  public var load: IOLoad
  /// Deepest queue that is tried.
  public var deepest: Int
  /// Seconds that the 99th percentile of the whole latency may take.
  public var limit: Double
  /// The limit as the user wrote it.
  public var limitText: String
  /// CPUs that the queues' threads may run on.
  public var cpus: CPUSet
  /// Seconds of each probe's window.
  public var window: Double
  /// How the first probe is brought to a steady state.
  public var settling: SteadyState.Rule
  /// Seed of the data.
  public var seed: UInt64
}

/// Searches for the knee, in this process.
struct KneeWorker {
  private let workload: KneeWorkload

  init(_ workload: KneeWorkload) { self.workload = workload }

  /// - Throws: `NotMeasurable` where the file cannot be opened so, the engine is not to be had, or even one request at
  ///   a time takes longer than the limit.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let runner = LoadRunner(range: workload.range, cpus: workload.cpus, seed: workload.seed)
    return try context.window(on: workload.cpus.numbers, byDesign: AIOBenchmark.byDesign) {
      do {
        _ = try runner.settled(workload.load, workload.settling, seconds: workload.window)
        var search = KneeSearch(deepest: workload.deepest)
        while let depth = search.next {
          let result = try runner.run(workload.load.with { $0.depth = depth }, seconds: workload.window)
          if let failure = result.total.failure { throw failure }
          search.add(
            KneeSearch.Probe(
              depth: depth, rate: result.rate, isWithin: result.p99.map { $0 <= workload.limit } ?? false))
        }
        return try measurements(search)
      } catch let failure as IOQueue.Failure {
        if failure.stage == .setUp { throw NotMeasurable("\(workload.load.description): \(failure)") }
        context.warn(LoadsWorker.failed(failure, workload.load, on: workload.range))
        return []
      }
    }
  }

  private func measurements(_ search: KneeSearch) throws -> [Measurement] {
    guard let best = search.best else {
      throw NotMeasurable("the p99 of one request at a time is over \(workload.limitText)")
    }
    var labels = workload.load.labels
    // The depth found varies from block to block: it is a value and no label.
    labels["depth"] = nil
    labels["p99_limit"] = workload.limitText
    return [
      Measurement(
        id: "aio.knee_iops", labels: labels, unit: "op/s", better: .higher, role: .primary, value: best.rate),
      Measurement(
        id: "aio.knee_depth", labels: labels, unit: "1", better: .higher, value: Double(best.depth)),
    ]
  }
}

extension LoadRunner.Result {
  /// The 99th percentile of the whole latency of all requests, in seconds.
  var p99: Double? {
    var all = total.reads
    all.merge(total.writes)
    return all.value(at: 0.99).map { Double($0) * 1e-9 }
  }
}
