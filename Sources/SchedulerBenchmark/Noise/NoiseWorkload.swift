internal import Platform

/// A thread on each CPU that only reads the clock.
public struct NoiseWorkload: Codable, Sendable, Equatable {
  /// One reading thread on each, all at once.
  public var cpus: [Int]
  /// Seconds that two readings must be further apart than normal to be a gap.
  public var threshold: Double
  /// Seconds of the window.
  public var window: Double
}

extension SchedulerPlan {
  /// Gaps shorter than this (2 µs) are lost between the misses of caches and the clock's own jitter.
  static let noiseThreshold = 2e-6

  /// One process for all CPUs.
  mutating func planNoise() throws {
    let window = window(quick: 0.3, longer: 2)
    try checkThreads(cpus.count, for: "scheduler.noise")
    let workload = NoiseWorkload(cpus: cpus, threshold: Self.noiseThreshold, window: window)
    try add("noise", .noise(workload), seconds: window)
  }
}
