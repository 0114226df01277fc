internal import Experiment
internal import Host
internal import Platform
internal import Statistics

/// Measures what time something else takes from the CPUs, in this process.
struct NoiseWorker {
  private let workload: NoiseWorkload

  init(_ workload: NoiseWorkload) { self.workload = workload }

  /// Reads the clock on every CPU at once, and the kernel's counters on both sides.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    // Being put off the CPU is measured here, and said in a metric of its own; it makes no sample worse.
    let results = try context.window(on: workload.cpus, byDesign: [.steal, .otherUse, .switches, .gaps]) {
      try PinnedTeam.run(on: workload.cpus) { member in
        let recorder = LatencyRecorder()
        // The counters are read while the others wait, so that starting threads is not counted.
        member.meet()
        let before = member.index == 0 ? NoiseCounters.read(root: .live) : nil
        member.meet()
        let seen = try ClockGaps.watch(
          seconds: workload.window, threshold: workload.threshold, into: recorder)
        member.meet()
        let after = member.index == 0 ? NoiseCounters.read(root: .live) : nil
        return Result(recorder: recorder, seen: seen, before: before, after: after)
      }
    }
    var measurements = gaps(of: results)
    if let before = results.first?.before, let after = results.first?.after {
      measurements += NoiseSources(before: before, after: after, cpus: workload.cpus).measurements
    }
    return measurements
  }

  /// What one CPU's thread saw; the first one has the counters.
  private struct Result: Sendable {
    var recorder: LatencyRecorder
    var seen: ClockGaps.Result
    var before: NoiseCounters?
    var after: NoiseCounters?
  }

  private func gaps(of results: [Result]) -> [Measurement] {
    var all = LatencyHistogram()
    for result in results { all.merge(result.recorder.recorded) }
    let threshold = "\(Int((workload.threshold * 1e6).rounded()))us"
    func labels(_ cpu: Int?) -> [String: String] {
      ["cpu": cpu.map(String.init) ?? "all", "threshold": threshold]
    }
    func shares(_ part: [ClockGaps.Result], _ cpu: Int?) -> [Measurement] {
      let seconds = part.reduce(0) { $0 + $1.seconds }
      func measurement(_ id: String, _ unit: String, _ role: Metric.Role, _ amount: Double) -> Measurement {
        Measurement(
          id: "scheduler.\(id)", labels: labels(cpu), unit: unit, better: .lower, role: role,
          value: amount / seconds)
      }
      let lost = part.reduce(0) { $0 + $1.lostSeconds }
      let share = measurement("noise_share", "1", cpu == nil ? .primary : .informational, lost)
      if cpu != nil { return [share] }
      return [
        share, measurement("noise_gaps", "op/s", .informational, Double(part.reduce(0) { $0 + $1.gaps })),
      ]
    }
    let each = zip(workload.cpus, results).flatMap { cpu, result in
      shares([result.seen], cpu)
        + [
          Measurement(
            id: "scheduler.noise_switches", labels: ["cpu": String(cpu)], unit: "op/s", better: .lower,
            value: Double(result.seen.involuntarySwitches) / result.seen.seconds)
        ]
        + (result.recorder.recorded.maximum.map { longest in
          [
            Measurement(
              id: "scheduler.noise", labels: labels(cpu).merging(["quantile": "max"]) { $1 }, unit: "s",
              better: .lower, value: Double(longest) * 1e-9)
          ]
        } ?? [])
    }
    return LatencyMeasurements.of(all, id: "scheduler.noise", labels: labels(nil))
      + shares(results.map(\.seen), nil) + each
  }
}
