internal import Experiment
internal import Host
internal import Platform
internal import Statistics

/// Measures how much work is done under one placement, in this process.
struct PlacementWorker {
  /// Seconds of work that does not count: the scheduler finds its places.
  private static let warmUp = 0.05

  private let workload: PlacementWorkload

  init(_ workload: PlacementWorkload) { self.workload = workload }

  /// Lets all workers work for the window.
  ///
  /// - Throws: `NotMeasurable` when memory, its binding or the control group is refused.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    do {
      guard let cpus = workload.group else { return try work(in: context) }
      return try TemporaryCPUSet.run(on: cpus, root: .live) { try work(in: context) }
    } catch let error as SystemError {
      let advice =
        error.isPermission && error.operation.contains("NUMA")
        ? "; memory binding is forbidden here (a container's seccomp filter?)" : ""
      throw NotMeasurable("\(error)\(advice)")
    }
  }

  private func work(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let buffers = try workload.places.map { place in
      let buffer = try MemoryBuffer(byteCount: workload.bytes, pages: .base, node: place.node)
      if !workload.interleavedOver.isEmpty { try buffer.interleave(over: workload.interleavedOver) }
      return buffer
    }
    let sets = workload.places.map(\.cpus)
    let warming = PairMeetings(count: sets.count)
    let measuring = PairMeetings(count: sets.count)
    let used = sets.reduce(CPUSet()) { $0.union($1) }.numbers
    // Workers that meet sleep and are put off their CPUs by each other: that is the scheduler's work here.
    let results = try context.window(on: used, byDesign: [.switches]) {
      try PinnedTeam.run(within: sets) { member in
        let buffer = buffers[member.index]
        buffer.prefault()
        let work = PieceWork(in: buffer, workingSet: workload.bytes, seed: workload.seed)
        let recorder = LatencyRecorder()
        member.meet()
        _ = work.run(seconds: Self.warmUp, as: member.index, of: warming, into: LatencyRecorder())
        member.meet()
        let done = work.run(seconds: workload.window, as: member.index, of: measuring, into: recorder)
        return (done: done, recorder: recorder)
      }
    }
    var all = LatencyHistogram()
    for result in results { all.merge(result.recorder.recorded) }
    let labels = ["policy": workload.policy.rawValue, "workers": String(sets.count)]
    let rate = results.reduce(0) { $0 + Double($1.done.pieces) / $1.done.seconds }
    return [
      Measurement(
        id: "scheduler.placement", labels: labels, unit: "op/s", better: .higher, role: .primary, value: rate)
    ] + LatencyMeasurements.of(all, id: "scheduler.placement_latency", labels: labels)
  }
}
