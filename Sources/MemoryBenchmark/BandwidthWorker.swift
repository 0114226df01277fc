internal import Experiment
internal import Platform

/// Measures bandwidth loops in this process.
struct BandwidthWorker {
  private let workload: BandwidthWorkload
  private var cpus: [Int] { workload.location.cpus }

  init(_ workload: BandwidthWorkload) { self.workload = workload }

  /// Maps and fills the arrays on the threads that will use them, runs every loop for its window, checks its result.
  ///
  /// - Throws: `NotMeasurable` when memory is refused; `SampleFailure` when a loop left wrong values.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let node = workload.location.bindNode
    warnOfCaches(in: context)
    let arrays = try Allocation.attempt(workload.pages, node: node) {
      try StreamArrays(byteCount: workload.arrayBytes, pages: workload.pages, node: node)
    }
    _ = try PinnedTeam.run(on: cpus) { arrays.initialise(arrays.range(of: $0.index, of: $0.count)) }
    let buffers = [arrays.a, arrays.b, arrays.c]
    Allocation.checkHugePages(buffers, in: context)
    try Allocation.checkNode(buffers, node: node)
    return try context.window(on: cpus) {
      try workload.loops.map { try measure($0, arrays) }
    }
  }

  /// Small arrays may be what somebody wants to measure; who did not must be told.
  private func warnOfCaches(in context: WorkerContext) {
    guard workload.arrayBytes < workload.bytesBeyondCaches else { return }
    context.warn(
      Run.Warning(
        code: "memory.arrays_in_caches",
        message:
          "arrays of \(ByteText.binary(workload.arrayBytes)) fit into the caches, in part at least: the bandwidth is not that of memory",
        advice:
          "leave out --array-size, or take at least \(ByteText.binary(workload.bytesBeyondCaches)), four times the last-level caches"
      ))
  }

  private func measure(_ choice: LoopChoice, _ arrays: StreamArrays) throws -> Measurement {
    guard let loop = StreamLoop(choice.kernel, choice.store, workload.instructions) else {
      throw NotMeasurable(choice.absence(in: workload.instructions))
    }
    // A warm-up pass that also tells how many passes fill the window.
    let passSeconds = try run(loop, arrays, passes: 1).seconds
    let passes = max(2, Int((workload.window / max(passSeconds, 1e-9)).rounded(.up)))
    if loop.kernel.stores {
      _ = try PinnedTeam.run(on: cpus) { arrays.spoil(arrays.range(of: $0.index, of: $0.count)) }
    }
    let timed = try run(loop, arrays, passes: passes)
    let wrong = try PinnedTeam.run(on: cpus) { member in
      loop.mismatches(
        arrays, arrays.range(of: member.index, of: member.count), returned: timed.returned[member.index])
    }.reduce(0, +)
    guard wrong == 0 else {
      throw SampleFailure(
        "\(choice.kernel.rawValue) (\(choice.store.rawValue), \(workload.instructions.rawValue)) left \(wrong) wrong values: do not trust this CPU or this build"
      )
    }
    let bytes = Double(arrays.count * loop.kernel.countedBytesPerElement * passes)
    return measurement(choice, loop.kernel, bytes / timed.seconds)
  }

  /// Runs all threads over their ranges; seconds from the first start to the last end.
  private func run(_ loop: StreamLoop, _ arrays: StreamArrays, passes: Int) throws
    -> (seconds: Double, returned: [Double])
  {
    let times = try PinnedTeam.run(on: cpus) { member in
      let range = arrays.range(of: member.index, of: member.count)
      var returned = 0.0
      member.meet()
      let start = Clock.now()
      for _ in 0..<passes { returned = loop.run(arrays, range) }
      return (start: start, end: Clock.now(), returned: returned)
    }
    let start = times.map(\.start).min() ?? 0
    let end = times.map(\.end).max() ?? 0
    return (Clock.seconds(from: start, to: end), times.map(\.returned))
  }

  private func measurement(_ choice: LoopChoice, _ kernel: StreamKernel, _ rate: Double) -> Measurement {
    var labels = workload.location.labels
    labels["kernel"] = kernel.rawValue
    labels["store"] = choice.store.rawValue
    labels["isa"] = workload.instructions.rawValue
    labels["pages"] = workload.pages.rawValue
    labels["threads"] = String(cpus.count)
    labels["bus_factor"] = BusFactor.text(kernel.busBytesPerCountedByte(choice.store))
    return Measurement(
      id: "memory.bandwidth", labels: labels, unit: "B/s", better: .higher,
      role: choice.primary ? .primary : .informational, value: rate)
  }
}

extension LoopChoice {
  /// Why there is no such loop.
  fileprivate func absence(in instructions: InstructionSet) -> String {
    guard instructions.isSupported else { return "this CPU has no \(instructions.rawValue)" }
    guard kernel.stores else { return "\(kernel.rawValue) stores nothing: take --store ordinary" }
    return
      "\(instructions.rawValue) has no \(store.rawValue) stores on this CPU: take another --store or --isa"
  }
}

/// Bytes on the bus for each byte counted, as a label: `1`, `1.33`, `1.5`, `2`.
enum BusFactor {
  static func text(_ factor: Double) -> String {
    let hundredths = Int((factor * 100).rounded())
    let whole = hundredths / 100
    switch hundredths % 100 {
    case 0: return "\(whole)"
    case let rest where rest % 10 == 0: return "\(whole).\(rest / 10)"
    case let rest: return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
  }
}
