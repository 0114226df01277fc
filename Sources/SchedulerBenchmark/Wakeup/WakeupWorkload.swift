internal import Experiment
internal import Host
internal import Platform

/// Threads that sleep to deadlines, one on each CPU.
public struct WakeupWorkload: Codable, Sendable, Equatable {
  /// One sleeping thread on each.
  public var cpus: [Int]
  /// The policy that they sleep under.
  public var policy: SchedulerOptions.Policy
  /// Busy threads under SCHED_OTHER on each CPU beside the sleeping one.
  public var load: Int
  /// Whether the CPUs are asked to stay out of idle states meanwhile.
  public var holdsCPULatency: Bool
  /// Seconds between two deadlines.
  public var interval: Double
  /// Nanoseconds of timer slack of the sleeping threads: 1, or as asked for.
  public var slack: Int
  /// Seconds of the window.
  public var window: Double
  /// Whether verdicts count it.
  public var primary: Bool
}

extension SchedulerPlan {
  /// Deadlines are at least this far apart: nearer ones measure the loop, not the wake-up.
  static let shortestInterval = 20e-6

  /// Under each policy that may be used, idle and loaded; and once more idle with CPUs kept awake.
  mutating func planWakeup() throws {
    let interval = options.interval ?? 500e-6
    let window = window(quick: 0.2, longer: 2)
    // Half a nanosecond: what reading a decimal fraction may lose.
    guard interval > Self.shortestInterval - 5e-10, interval < window / 10 + 5e-10 else {
      throw PlanRefused(
        "--interval \(microseconds(interval)): take \(microseconds(Self.shortestInterval)) to \(microseconds(window / 10)), a tenth of the window"
      )
    }
    if let load = options.load, !(0...1_000).contains(load) {
      throw PlanRefused("--load \(load): take 0 to 1000 busy threads on each CPU")
    }
    let loads = options.load.map { [$0] } ?? [0, 1]
    try checkThreads(cpus.count * (1 + (loads.max() ?? 0)), for: "scheduler.wakeup")
    for policy in try policies() {
      for load in loads {
        try addWakeup(policy, load: load, holdsCPULatency: false, interval, window)
      }
    }
    if let reason = rights.withoutCPULatency {
      skip("wakeup dma_latency=held", reason)
    } else if loads.contains(0), let policy = try policies().last {
      try addWakeup(policy, load: 0, holdsCPULatency: true, interval, window)
    }
  }

  private func microseconds(_ seconds: Double) -> String { "\(Int((seconds * 1e6).rounded()))us" }

  private mutating func policies() throws -> [SchedulerOptions.Policy] {
    if let reason = rights.withoutRealTime {
      if options.policy == .fifo { throw PlanRefused("--policy fifo: \(reason)") }
      if options.policy == nil, !skipped.contains(where: { $0.part.hasSuffix("policy=fifo") }) {
        skip("wakeup policy=fifo", "\(reason); measured under SCHED_OTHER only")
      }
      return [.other]
    }
    return options.policy.map { [$0] } ?? [.other, .fifo]
  }

  private mutating func addWakeup(
    _ policy: SchedulerOptions.Policy, load: Int, holdsCPULatency: Bool, _ interval: Double, _ window: Double
  ) throws {
    let slack = policy == .other ? Int(((options.timerSlack ?? 1e-9) * 1e9).rounded()) : 1
    let workload = WakeupWorkload(
      cpus: cpus, policy: policy, load: load, holdsCPULatency: holdsCPULatency, interval: interval,
      slack: slack, window: window, primary: !holdsCPULatency)
    let held = holdsCPULatency ? " dma_latency=held" : ""
    try add("wakeup policy=\(policy.rawValue) load=\(load)\(held)", .wakeup(workload), seconds: window)
  }
}
