internal import Experiment
internal import Host
internal import Platform

/// Workers that wait for requests: first in closed loop, which shows their peak, then in open loop at shares of it.
public struct MessageWorkload: Codable, Sendable, Equatable {
  /// How workers are placed.
  public enum Pinning: String, Codable, Sendable, CaseIterable {
    /// By the scheduler.
    case none
    /// Each on a CPU of its own.
    case cpu
  }

  /// The CPUs in use; as many workers.
  public var cpus: [Int]
  /// How workers are placed.
  public var pinning: Pinning
  /// Loads in per cent of the peak.
  public var loads: [Int]
  /// Microseconds of fixed work that a request takes.
  public var pieces: Int
  /// Seconds of each load.
  public var window: Double
  /// Seed of the arrivals.
  public var seed: UInt64
  /// Whether verdicts count it.
  public var primary: Bool
}

extension SchedulerPlan {
  /// Microseconds of work of one request: long against a wake-up, short against a time slice.
  static let requestPieces = 30

  /// With workers that the scheduler places and, beyond the quick suite, with pinned ones.
  mutating func planMessage() throws {
    try checkThreads(cpus.count + 1, for: "scheduler.message")
    let quick = options.suite == .quick
    let window = window(quick: 0.12, longer: 1)
    for pinning in MessageWorkload.Pinning.allCases {
      if quick && pinning == .cpu {
        skip("message pinning=cpu", "the quick suite lets the scheduler place workers; use --suite standard")
        continue
      }
      let workload = MessageWorkload(
        cpus: cpus, pinning: pinning, loads: quick ? [50, 90] : [10, 25, 50, 75, 90, 95],
        pieces: Self.requestPieces, window: window, seed: options.seed, primary: pinning == .none)
      try add(
        "message pinning=\(pinning.rawValue)", .message(workload),
        seconds: window * Double(workload.loads.count + 1))
    }
  }
}
