internal import Experiment
internal import Platform
internal import Statistics

/// Measures how late workers begin what others send them and when it is done, in this process.
struct MessageWorker {
  private let workload: MessageWorkload

  init(_ workload: MessageWorkload) { self.workload = workload }

  /// Closed loop first: its rate is the peak that the open loops take shares of.
  ///
  /// - Throws: `SampleFailure` when no request was done in closed loop.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workers: [Int?] = workload.cpus.map { workload.pinning == .cpu ? $0 : nil }
    if workload.pinning == .none { try Affinity.set(CPUSet(workload.cpus)) }
    return try context.window(on: workload.cpus, byDesign: [.switches, .speed]) {
      let closed = try RequestLoad.run(
        workers: workers, pieces: workload.pieces, arrival: .closed, seconds: workload.window)
      guard closed.done > 0 else { throw SampleFailure("no request was done in \(workload.window) s") }
      var found = measurements(closed, load: "closed", primary: false)
      for load in workload.loads {
        let rate = closed.rate * Double(load) / 100
        let open = try RequestLoad.run(
          workers: workers, pieces: workload.pieces, arrival: .open(rate: rate, seed: workload.seed),
          seconds: workload.window)
        found += measurements(open, load: String(load), primary: workload.primary)
      }
      return found
    }
  }

  private func measurements(_ result: RequestLoad.Result, load: String, primary: Bool) -> [Measurement] {
    let labels = ["load": load, "pinning": workload.pinning.rawValue]
    let woken = labels.merging(["source": "message"]) { $1 }
    return LatencyMeasurements.of(result.wakeups, id: "scheduler.wakeup_latency", labels: woken)
      + LatencyMeasurements.of(
        result.requests, id: "scheduler.request_latency", labels: labels,
        primary: primary ? ["p50", "p99"] : [])
      + [
        Measurement(
          id: "scheduler.requests", labels: labels, unit: "op/s", better: .higher,
          role: load == "closed" && workload.primary ? .primary : .informational, value: result.rate)
      ]
  }
}
