internal import Experiment
internal import Platform
internal import Statistics

/// Measures how late sleeping threads wake, in this process.
struct WakeupWorker {
  /// Seconds of deadlines that do not count: page faults of the first turns.
  private static let warmUp = 0.02

  private let workload: WakeupWorkload

  init(_ workload: WakeupWorkload) { self.workload = workload }

  /// Lets one thread a CPU sleep from deadline to deadline, beside the load.
  ///
  /// - Throws: `NotMeasurable` where the policy or the request for awake CPUs is refused.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let request = workload.holdsCPULatency ? try MeasuringThread.holdCPUs() : nil
    let load = try BusyThreads(on: workload.cpus, each: workload.load)
    defer { load.stop() }
    let results = try context.window(on: workload.cpus, byDesign: [.switches, .speed]) {
      try PinnedTeam.run(on: workload.cpus) { member in
        try MeasuringThread.prepare(workload.policy, slack: workload.slack)
        let recorder = LatencyRecorder()
        let warmUp = LatencyRecorder()
        member.meet()
        let start = Clock.now() + UInt64(workload.interval * 1e9)
        _ = try PeriodicWakeups.run(
          from: start, seconds: Self.warmUp, interval: workload.interval, into: warmUp)
        // Deadlines of the CPUs are spread over the interval: they do not all wake on the same tick.
        let offset = UInt64(workload.interval * 1e9) * UInt64(member.index) / UInt64(member.count)
        let first = Clock.now() + UInt64(workload.interval * 1e9) + offset
        let result = try PeriodicWakeups.run(
          from: first, seconds: workload.window, interval: workload.interval, into: recorder)
        return (recorder: recorder, result: result, start: first)
      }
    }
    withExtendedLifetime(request) {}
    var all = LatencyHistogram()
    for result in results { all.merge(result.recorder.recorded) }
    let missed = results.reduce(0) { $0 + $1.result.missed }
    let periods = results.reduce(0) { $0 + $1.result.periods }
    let worst = results.max { ($0.recorder.recorded.maximum ?? 0) < ($1.recorder.recorded.maximum ?? 0) }
    return LatencyMeasurements.of(
      all, id: "scheduler.wakeup_latency", labels: labels, primary: workload.primary ? ["p50", "p99"] : [])
      + [
        Measurement(
          id: "scheduler.missed_periods", labels: labels, unit: "1", better: .lower,
          value: periods > 0 ? Double(missed) / Double(periods) : 0),
        Measurement(
          id: "scheduler.wakeup_worst_at", labels: labels, unit: "s", better: .lower,
          value: worst.flatMap { worst in
            worst.recorder.maximumSeenAt.map { Clock.seconds(from: worst.start, to: $0) }
          } ?? 0),
      ]
  }

  private var labels: [String: String] {
    var labels = [
      "source": "timer", "policy": workload.policy.rawValue, "load": String(workload.load), "pinning": "cpu",
      "dma_latency": workload.holdsCPULatency ? "held" : "default",
      "interval": String(Int((workload.interval * 1e6).rounded())) + "us",
    ]
    if workload.slack > 1 { labels["timer_slack"] = "\(workload.slack)ns" }
    return labels
  }
}
