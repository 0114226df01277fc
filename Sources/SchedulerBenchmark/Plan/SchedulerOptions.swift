public import Experiment
public import Platform

/// What a user may set of the scheduler benchmark.
public struct SchedulerOptions: Sendable {
  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// How late sleeping threads wake.
    case wakeup
    /// How late workers wake that others send requests to, and how long requests take.
    case message
    /// Round trips between two threads or processes.
    case `switch`
    /// A cache line passed between each pair of CPUs.
    case coreToCore = "core_to_core"
    /// Groups of senders and receivers.
    case messaging
    /// A thread that is moved away from its warm cache.
    case migration
    /// Time that something else takes from a CPU.
    case noise
    /// One workload under several placements.
    case placement
  }

  /// Policies that `--policy` names.
  public enum Policy: String, Sendable, CaseIterable, Codable {
    /// SCHED_OTHER.
    case other
    /// SCHED_FIFO.
    case fifo
  }

  /// How much is measured.
  public var suite: Suite
  /// Seed of every random choice.
  public var seed: UInt64
  /// The CPUs to use; nil means all allowed ones.
  public var cpus: CPUSet?
  /// Seconds of one sample's measuring window; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means all.
  public var parts: [Part] = []
  /// The only policy to wake under; nil means both, as far as allowed.
  public var policy: Policy?
  /// The only number of busy threads on each CPU; nil means none and one.
  public var load: Int?
  /// Seconds between two deadlines of a sleeping thread; nil means 500 µs.
  public var interval: Double?

  /// Whether a temporary control group may be made for the placement by CPU set.
  public var mayCreateGroup = false
  /// Seconds by which the kernel may let sleeps under SCHED_OTHER end late; nil means 1 ns, so that the wake-up itself
  /// is measured. An ordinary process has 50 µs.
  public var timerSlack: Double?

  /// Everything of a suite.
  public init(suite: Suite, seed: UInt64) {
    self.suite = suite
    self.seed = seed
  }

  func wants(_ part: Part) -> Bool { parts.isEmpty || parts.contains(part) }
}
