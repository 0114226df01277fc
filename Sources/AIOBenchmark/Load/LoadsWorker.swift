internal import Experiment
internal import Platform
internal import Statistics

/// Measures loads one after the other, in this process.
struct LoadsWorker {
  private let workload: LoadsWorkload

  init(_ workload: LoadsWorkload) { self.workload = workload }

  /// Settles and measures each load. A request that fails ends the process's measuring: what was measured before it
  /// stands, and the failure is a warning that makes the Run fail.
  ///
  /// - Throws: `NotMeasurable` where the file cannot be opened so or the engine is not to be had.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let runner = LoadRunner(range: workload.range, cpus: workload.cpus, seed: workload.seed)
    // Queues sleep and wake by design, and the kernel's work for them is use by others.
    return try context.window(on: workload.cpus.numbers, byDesign: [.switches, .otherUse]) {
      var measurements: [Measurement] = []
      for load in workload.loads {
        do {
          let rates = try runner.settle(load, workload.settling)
          warnUnlessSteady(rates, load, in: context)
          let result = try runner.run(load, seconds: workload.window)
          if let failure = result.total.failure { throw failure }
          warnOfDepth(result, load, in: context)
          measurements += result.measurements(of: load, labels: workload.labels)
        } catch let failure as IOQueue.Failure {
          if failure.stage == .setUp { throw NotMeasurable("\(load.description): \(failure)") }
          context.warn(Self.failed(failure, load, on: workload.range))
          return measurements
        }
      }
      return measurements
    }
  }

  static func failed(_ failure: IOQueue.Failure, _ load: IOLoad, on range: IORange) -> Run.Warning {
    Run.Warning(
      code: Run.sampleFailedCode, message: "\(load.description): \(failure)",
      advice: range.isOwn
        ? "the file system below --directory failed, see the kernel's log (dmesg); what was measured before stands"
        : "\(range.path) failed, see the kernel's log (dmesg); what was measured before stands")
  }

  private func warnUnlessSteady(_ rates: [Double], _ load: IOLoad, in context: WorkerContext) {
    if SteadyState.isReached(rates) { return }
    context.warn(
      Run.Warning(
        code: "aio.not_steady",
        message: "\(load.description): no steady state within \(rates.count) rounds of \(workload.settling.round) s",
        advice: "the storage or its host is busy or still warming up: measure again, or take --suite standard"))
  }

  /// Little's law: requests a second times their mean time is the mean number in flight. Where that is not what was
  /// asked for, the figures belong to another depth.
  private func warnOfDepth(_ result: LoadRunner.Result, _ load: IOLoad, in context: WorkerContext) {
    guard let cause = DepthCheck.cause(result.total, load) else { return }
    let asked = load.depth * load.jobs
    let held = (result.total.depthHeld * 10).rounded() / 10
    context.warn(
      Run.Warning(
        code: "aio.depth_not_held",
        message: "\(load.description): \(held) requests in flight on average, of \(asked) asked for: \(cause.reason)",
        advice: cause.advice))
  }
}

/// Why fewer or more requests were in flight than asked for.
enum DepthCheck {
  /// Difference that needs an explanation, as a share of the depth asked for.
  static let tolerance = 0.1

  /// The likeliest cause; nil where the depth was held, or is not prescribed because arrivals have a rate.
  static func cause(_ total: IOQueue.Outcome, _ load: IOLoad) -> (reason: String, advice: String)? {
    let asked = Double(load.depth * load.jobs)
    guard load.rate == nil, total.operations > 0, abs(total.depthHeld - asked) > tolerance * asked else { return nil }
    let busy = (total.userSeconds + total.systemSeconds) / (total.window * Double(load.jobs))
    let submit = total.submit.mean ?? 0
    let submitting = submit > 0 ? submit / (submit + (total.complete.mean ?? 0)) : 0
    if total.syncs > 0 {
      return ("flushes empty the queue", "flushes have a latency of their own: take --sync none, or dsync, for the depth")
    }
    if load.batch > 1 {
      return (
        "requests wait for their batch to be complete", "take --batch 1, or a smaller one, to hold the depth"
      )
    }
    if submitting > 0.5 {
      return (
        "submitting blocks, the requests wait there and not in the device's queue",
        "the device's queue is full, or the file system writes through: compare nr_requests; with buffered files submission is the work"
      )
    }
    if busy > 0.8 {
      return (
        "the submitting thread is busy all the time", "one thread cannot keep this queue full: take more --jobs or a larger --batch"
      )
    }
    return ("the threads were not running all the time", "other work takes their CPUs: see the noise of the blocks")
  }
}
