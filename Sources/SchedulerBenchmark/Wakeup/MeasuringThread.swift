internal import Experiment
internal import Platform

/// What measuring threads ask of the kernel for themselves; all of it ends with the process.
enum MeasuringThread {
  /// The priority under SCHED_FIFO: above the kernel's threaded interrupts (50), below its own highest (99).
  static let fifoPriority = 80

  /// Puts the calling thread under a policy, with sleeps that end when they are due: SCHED_OTHER would add up to
  /// 50 µs of timer slack.
  ///
  /// - Parameter slack: nanoseconds of timer slack, at least 1.
  /// - Throws: `NotMeasurable` where the policy is refused.
  static func prepare(_ policy: SchedulerOptions.Policy, slack: Int = 1) throws {
    do {
      switch policy {
      case .other: try SchedulingPolicy.other.apply()
      case .fifo: try SchedulingPolicy.fifo(priority: fifoPriority).apply()
      }
    } catch {
      throw NotMeasurable("\(error); run as root, or raise rtprio in /etc/security/limits.conf")
    }
    try TimerSlack.set(nanoseconds: slack)
  }

  /// Keeps the process's pages in memory; where that is forbidden the reader is told.
  static func lockMemory(_ context: WorkerContext) {
    do { try MemoryLock.lockAll() } catch {
      context.warn(
        Run.Warning(
          code: "scheduler.memory_not_locked", message: "\(error)",
          advice: "run as root or raise ulimit -l; a wake-up may wait for a page"))
    }
  }

  /// Keeps all CPUs out of idle states while the request lives.
  ///
  /// - Throws: `NotMeasurable` where that is refused.
  static func holdCPUs() throws -> CPULatencyRequest {
    do { return try CPULatencyRequest(microseconds: 0) } catch {
      throw NotMeasurable("\(error); run as root")
    }
  }
}
