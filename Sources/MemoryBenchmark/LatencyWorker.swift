internal import Experiment
internal import Platform

/// Measures the latency of dependent loads in this process.
struct LatencyWorker {
  /// Loads between two readings of the clock: long enough that the reading (about 20 ns) does not count.
  static let stepsAtOnce = 4_096

  private let workload: LatencyWorkload

  init(_ workload: LatencyWorkload) { self.workload = workload }

  /// Chases through each working set for its window.
  ///
  /// - Throws: `NotMeasurable` when memory is refused.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let node = workload.location.bindNode
    let largest = workload.points.map(\.bytes).max() ?? 0
    let buffer = try Allocation.attempt(workload.pages, node: node) {
      try MemoryBuffer(byteCount: largest, pages: workload.pages, node: node)
    }
    let cpu = Array(workload.location.cpus.prefix(1))
    _ = try PinnedTeam.run(on: cpu) { _ in buffer.prefault() }
    Allocation.checkHugePages([buffer], in: context)
    try Allocation.checkNode([buffer], node: node)
    let seconds = try context.window(on: cpu) {
      try PinnedTeam.run(on: cpu) { _ in
        workload.points.map { point in
          var chase = PointerChase(
            in: buffer, workingSet: point.bytes, lineBytes: workload.lineBytes, seed: workload.seed)
          // One lap brings a working set that fits into its cache; more than a window's worth brings nothing.
          Self.follow(&chase, seconds: workload.window, atMost: chase.lines)
          return Self.follow(&chase, seconds: workload.window)
        }
      }
    }
    return zip(workload.points, seconds.first ?? []).map(measurement)
  }

  /// Follows the chase until the time is over or the steps are done; seconds a load.
  @discardableResult
  static func follow(_ chase: inout PointerChase, seconds: Double, atMost limit: Int = .max) -> Double {
    let start = Clock.now()
    let deadline = start + UInt64(seconds * 1e9)
    var steps = 0
    var now = start
    repeat {
      chase.follow(steps: stepsAtOnce)
      steps += stepsAtOnce
      now = Clock.now()
    } while now < deadline && steps < limit
    return Clock.seconds(from: start, to: now) / Double(steps)
  }

  private func measurement(_ point: LatencyWorkload.Point, _ seconds: Double) -> Measurement {
    var labels = workload.location.labels
    labels["working_set"] = String(point.bytes)
    labels["level"] = point.level
    labels["pages"] = workload.pages.rawValue
    return Measurement(
      id: "memory.latency", labels: labels, unit: "s", better: .lower,
      role: point.primary ? .primary : .informational, value: seconds)
  }
}
