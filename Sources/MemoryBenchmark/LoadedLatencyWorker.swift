internal import Experiment
internal import Platform
import Synchronization

/// Measures the latency of one thread while others read at a set share of the peak.
struct LoadedLatencyWorker {
  /// Bytes that a loading thread reads between two looks at the clock: about a microsecond's work, so that the
  /// load is even and not a series of bursts.
  static let chunkBytes = 32 << 10
  /// Windows in which the loading threads may show their peak before the sample is given up.
  static let peakTries = 5

  private let workload: LoadedLatencyWorkload

  init(_ workload: LoadedLatencyWorkload) { self.workload = workload }

  /// Finds the peak, then measures every load.
  ///
  /// - Throws: `NotMeasurable` when memory is refused or there is only one CPU; `SampleFailure` when the loading threads did not run.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let cpus = workload.location.cpus
    guard let chaser = cpus.first, cpus.count > 1 else { throw NotMeasurable("needs two CPUs") }
    let node = workload.location.bindNode
    let workload = workload
    let (buffer, arrays) = try Allocation.attempt(workload.pages, node: node) {
      (
        try MemoryBuffer(byteCount: workload.workingSet, pages: workload.pages, node: node),
        try StreamArrays(byteCount: workload.loadBytes, pages: workload.pages, node: node)
      )
    }
    guard let loop = StreamLoop(.read, .ordinary, workload.instructions) else {
      throw NotMeasurable("this CPU has no \(workload.instructions.rawValue)")
    }
    let loaders = Array(cpus.dropFirst())
    _ = try PinnedTeam.run(on: [chaser]) { _ in buffer.prefault() }
    _ = try PinnedTeam.run(on: loaders) { arrays.initialise(arrays.range(of: $0.index, of: $0.count)) }
    Allocation.checkHugePages([buffer, arrays.b], in: context)
    let chase = try PinnedTeam.run(on: [chaser]) { _ in
      PointerChase(
        in: buffer, workingSet: workload.workingSet, lineBytes: workload.lineBytes, seed: workload.seed)
    }[0]
    let team = LoadingTeam(
      chaser: chaser, loaders: loaders, chase: chase, arrays: arrays, loop: loop, window: workload.window)
    return try context.window(on: cpus) {
      // The peak is what the loading threads read unhindered while the chase runs beside them.
      // On a busy host they may not get to run for a whole window: then there is no peak to take shares of.
      var peak = 0.0
      for _ in 0..<Self.peakTries where peak == 0 {
        peak = try team.measure(bytesPerSecond: .infinity).loadRate
      }
      guard peak > 0 else {
        throw SampleFailure("the loading threads did not get to run on CPU \(CPUSet(loaders))")
      }
      return try workload.loads.flatMap { load in
        measurements(
          load, try team.measure(bytesPerSecond: load >= 100 ? .infinity : peak * Double(load) / 100))
      }
    }
  }

  private func measurements(_ load: Int, _ result: LoadingTeam.Result) -> [Measurement] {
    var labels = workload.location.labels
    labels["load"] = String(load)
    labels["pages"] = workload.pages.rawValue
    return [
      Measurement(
        id: "memory.loaded_latency", labels: labels, unit: "s", better: .lower, value: result.latency),
      Measurement(
        id: "memory.loaded_bandwidth", labels: labels, unit: "B/s", better: .higher, value: result.loadRate),
    ]
  }
}

/// One thread that chases and several that read at a pace.
private struct LoadingTeam {
  struct Result: Sendable {
    /// Seconds a load of the chase.
    var latency: Double
    /// Bytes a second that the loading threads read, all together.
    var loadRate: Double
  }

  let chaser: Int
  let loaders: [Int]
  let chase: PointerChase
  let arrays: StreamArrays
  let loop: StreamLoop
  let window: Double

  /// Loads at the pace, lets it settle for a quarter of the window, then measures both sides for the window.
  func measure(bytesPerSecond pace: Double) throws -> Result {
    let phase = Phase()
    let perLoader = pace / Double(loaders.count)
    let results = try PinnedTeam.run(on: [chaser] + loaders) { [self] member in
      member.meet()
      if member.index > 0 {
        return Result(latency: 0, loadRate: read(member.index - 1, bytesPerSecond: perLoader, phase))
      }
      var chase = chase
      LatencyWorker.follow(&chase, seconds: window / 4)
      phase.set(.measuring)
      let latency = LatencyWorker.follow(&chase, seconds: window)
      phase.set(.done)
      return Result(latency: latency, loadRate: 0)
    }
    return Result(latency: results[0].latency, loadRate: results.dropFirst().reduce(0) { $0 + $1.loadRate })
  }

  /// Reads chunk after chunk, each at its due time; bytes a second while the chaser measured.
  private func read(_ index: Int, bytesPerSecond pace: Double, _ phase: Phase) -> Double {
    if pace <= 0 {
      while phase.now != .done {}
      return 0
    }
    let range = arrays.range(of: index, of: loaders.count)
    let chunk = min(LoadedLatencyWorker.chunkBytes / 8, range.count)
    let nanosecondsPerChunk = Double(chunk * 8) / pace * 1e9
    var position = range.lowerBound
    var bytes = 0
    var started: UInt64? = nil
    var due = Double(Clock.now())
    while true {
      let state = phase.now
      if state == .done { break }
      let now = Clock.now()
      if state == .measuring, started == nil {
        started = now
        bytes = 0
      }
      if Double(now) < due { continue }
      // A loader that is late does not catch up in a burst.
      due = max(due + nanosecondsPerChunk, Double(now))
      if position + chunk > range.upperBound { position = range.lowerBound }
      loop.run(arrays, position..<(position + chunk))
      position += chunk
      bytes += chunk * 8
    }
    guard let started else { return 0 }
    let seconds = Clock.seconds(from: started, to: Clock.now())
    return seconds > 0 ? Double(bytes) / seconds : 0
  }

  /// Where the chasing thread is.
  private final class Phase: Sendable {
    enum Value: Int { case settling, measuring, done }
    private let raw = Atomic<Int>(0)
    var now: Value { Value(rawValue: raw.load(ordering: .acquiring)) ?? .done }
    func set(_ value: Value) { raw.store(value.rawValue, ordering: .releasing) }
  }
}
