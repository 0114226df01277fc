internal import CPlatform

/// How the kernel schedules a thread.
public enum SchedulingPolicy: Sendable, Equatable {
  /// The ordinary policy, shared fairly (SCHED_OTHER).
  case other
  /// Real time, first in first out (SCHED_FIFO), with a priority of 1 (lowest) to 99.
  case fifo(priority: Int)

  /// Puts the calling thread under this policy; it ends with the thread.
  ///
  /// - Throws: EPERM without CAP_SYS_NICE and a sufficient RLIMIT_RTPRIO, or where the cgroup has no real-time
  ///   share; EINVAL for a priority out of range.
  public func apply() throws(SystemError) {
    switch self {
    case .other:
      try SystemCall.run("set the scheduling policy to", "SCHED_OTHER") {
        assay_set_policy(ASSAY_POLICY_OTHER, 0)
      }
    case .fifo(let priority):
      try SystemCall.run("set the scheduling policy to", "SCHED_FIFO \(priority)") {
        assay_set_policy(ASSAY_POLICY_FIFO, UInt32(clamping: priority))
      }
    }
  }

  /// The calling thread's policy; nil when it is neither of these.
  public static func current() throws(SystemError) -> SchedulingPolicy? {
    let answer = try SystemCall.run("read the scheduling policy") { assay_get_policy() }
    switch answer & 0xFF {
    case 0: return .other
    case 1: return .fifo(priority: answer >> 8)
    default: return nil
    }
  }
}

/// How much later than asked the kernel may end a sleep of a thread under SCHED_OTHER, to save wake-ups.
public enum TimerSlack {
  /// The calling thread's slack in nanoseconds; 50,000 unless changed.
  public static func current() throws(SystemError) -> Int {
    try SystemCall.run("read the timer slack") { assay_get_timer_slack() }
  }

  /// Sets the calling thread's slack, at least 1 ns; it ends with the thread.
  public static func set(nanoseconds: Int) throws(SystemError) {
    precondition(nanoseconds > 0, "0 means the default to the kernel")
    try SystemCall.run("set the timer slack") { assay_set_timer_slack(UInt64(nanoseconds)) }
  }
}

/// Keeps the process's memory from being paged out, so that no wake-up waits for a page.
public enum MemoryLock {
  /// Locks all present and future pages, until the process ends.
  ///
  /// - Throws: EPERM or ENOMEM where RLIMIT_MEMLOCK does not allow it.
  public static func lockAll() throws(SystemError) {
    try SystemCall.run("lock the process's memory") { assay_lock_memory() }
  }
}

/// Asks the kernel to keep all CPUs out of deep idle states, for as long as it exists (/dev/cpu_dma_latency).
///
/// The kernel takes the request back when the descriptor is closed, so also when the process is killed.
public struct CPULatencyRequest: ~Copyable {
  private let descriptor: OwnedDescriptor

  /// Asks for CPUs that wake within a number of microseconds; 0 keeps them polling.
  ///
  /// - Throws: EACCES for others than root; ENOENT where the kernel has no such device.
  public init(microseconds: Int) throws(SystemError) {
    let opened = try SystemCall.run("request the CPU latency in", "/dev/cpu_dma_latency") {
      assay_request_cpu_latency(Int32(clamping: microseconds))
    }
    descriptor = OwnedDescriptor(owning: Int32(opened))
  }
}
