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
    return try context.window(on: workload.cpus.numbers, byDesign: AIOBenchmark.byDesign) {
      var measurements: [Measurement] = []
      for load in workload.loads {
        do {
          let (result, isSteady) = try runner.settled(load, workload.settling, seconds: workload.window)
          warnUnlessSteady(isSteady, in: context)
          warnOfDepth(result, load, in: context)
          measurements += result.measurements(of: load, labels: workload.labels, isSteady: isSteady)
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

  /// One warning for all loads, without figures: those are in `aio.steady` and `aio.depth_held`, load by load.
  private func warnUnlessSteady(_ isSteady: Bool, in context: WorkerContext) {
    if isSteady { return }
    let rule = workload.settling
    context.warn(
      Run.Warning(
        code: "aio.not_steady",
        message:
          "loads showed no steady state within \(rule.most) rounds of \(Int((rule.round * 1e3).rounded())) ms before they were measured",
        advice:
          "the storage or its host is busy or still warming up: see the intervals, or take --suite standard"))
  }

  /// Little's law: requests a second times their mean time is the mean number in flight. Where that is not what was
  /// asked for, the figures belong to another depth.
  private func warnOfDepth(_ result: LoadRunner.Result, _ load: IOLoad, in context: WorkerContext) {
    guard let cause = DepthCheck.cause(result.total, load) else { return }
    context.warn(
      Run.Warning(
        code: "aio.depth_not_held",
        message: "fewer requests were in flight than asked for (see the depth held): \(cause.reason)",
        advice: cause.advice))
  }
}

/// Why fewer or more requests were in flight than asked for.
enum DepthCheck {
  /// Difference that needs an explanation, as a share of the depth asked for.
  static let tolerance = 0.1

  /// The likeliest cause; nil where the depth was held, or is another by design: of arrivals at a rate, of batches, of
  /// flushes.
  static func cause(_ total: IOQueue.Outcome, _ load: IOLoad) -> (reason: String, advice: String)? {
    let asked = Double(load.depth * load.jobs)
    // Flushes and batches empty the queue by design.
    guard load.rate == nil, load.batch == 1, total.syncs == 0, total.operations > 0,
      abs(total.depthHeld - asked) > tolerance * asked
    else { return nil }
    let busy = (total.userSeconds + total.systemSeconds) / (total.window * Double(load.jobs))
    let submit = total.submit.mean ?? 0
    let submitting = submit > 0 ? submit / (submit + (total.complete.mean ?? 0)) : 0
    if submitting > 0.5 {
      return (
        "submitting blocks, the requests wait there and not in the device's queue",
        "the device's queue is full, or the file system writes through: compare nr_requests; with buffered files submission is the work"
      )
    }
    if busy > 0.5 {
      return (
        "requests end faster than one thread hands over new ones, one by one",
        "one thread cannot keep this queue full: take more --jobs or a larger --batch"
      )
    }
    return (
      "the threads were not running all the time", "other work takes their CPUs: see the noise of the blocks"
    )
  }
}
