internal import Experiment
internal import Platform

/// Measures how long two parties take to wake each other, in this process.
struct SwitchWorker {
  private let workload: SwitchWorkload

  init(_ workload: SwitchWorkload) { self.workload = workload }

  /// `scheduler.switch`: seconds from one party's waking the other until that one runs. It is half of a round trip,
  /// as in lmbench's lat_ctx; an operation of `perf bench sched pipe` is a whole one.
  ///
  /// - Throws: `SystemError` when a party cannot be started or does not get to run.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let all = CPUSet(workload.cpus)
    let places = workload.pair.map { (CPUSet([$0[0]]), CPUSet([$0[1]])) } ?? (all, all)
    let seconds = try context.window(on: workload.pair ?? workload.cpus, byDesign: [.switches]) {
      try workload.turns.map {
        try TokenExchange.run($0.kind, between: $0.between, on: places, window: workload.window)
      }
    }
    return zip(workload.turns, seconds).map { turn, seconds in
      Measurement(
        id: "scheduler.switch",
        labels: [
          "kind": turn.kind.rawValue, "between": turn.between.rawValue, "pairing": workload.pairing,
          "from": places.0.description, "to": places.1.description,
        ], unit: "s", better: .lower, role: turn.primary ? .primary : .informational, value: seconds)
    }
  }
}
