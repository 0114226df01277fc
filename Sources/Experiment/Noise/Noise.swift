/// What disturbed one process while it measured. What cannot be read on this host is nil: `null` in the document,
/// "unknown" for people, never zero.
///
/// Shares are of the measuring window (0…1) and, where CPUs are meant, of the CPUs in use.
public struct Noise: Codable, Sendable, Equatable {
  /// Seconds of the measuring window.
  public var window: Double?
  /// CPU time that the hypervisor gave to others (/proc/stat `steal`), at least: a tick a CPU is taken off as the
  /// counter's rounding; unknown in windows too short for its ticks.
  public var stealShare: Double?
  /// CPU time of the CPUs in use that went to other processes and to interrupts (/proc/stat less our own), at
  /// least, as with steal; unknown in windows too short for its ticks.
  public var otherUseShare: Double?
  /// Times that one of our pinned threads was put off its CPU (getrusage); unknown where that happens
  /// by design.
  public var involuntarySwitches: Int?
  /// Share of the window in which some task waited for a CPU (/proc/pressure/cpu `some`).
  public var cpuPressure: Double?
  /// The same for I/O.
  public var ioPressure: Double?
  /// The same for memory.
  public var memoryPressure: Double?
  /// Share of the spins before and after in which the CPU was away.
  public var gapShare: Double?
  /// The longest of these gaps, in seconds.
  public var longestGap: Double?
  /// Seconds of a fixed piece of work before the window, gaps taken out; the mean over the CPUs in use.
  public var spinBefore: Double?
  /// The same after the window: against `spinBefore` it shows a change of clock frequency.
  public var spinAfter: Double?
  /// Runnable tasks on the whole machine before and after (the larger; /proc/loadavg), ourselves not counted.
  public var runQueue: Int?
  /// Seconds a cache line takes one way between neighbouring CPUs in use, by compare-and-swap, in the order of the
  /// CPUs: it tells where the host put our virtual CPUs. Empty with one CPU.
  public var placement: [Double]?

  /// A record of which nothing is known yet.
  public init() {}

  /// Relative change of the fixed work's time across the window; nil when unknown.
  public var frequencyDrift: Double? {
    guard let spinBefore, let spinAfter, spinBefore > 0 else { return nil }
    return spinAfter / spinBefore - 1
  }

  /// A kind of disturbance that a benchmark may cause itself, or measure.
  public enum Disturbance: Sendable, CaseIterable {
    /// `stealShare`.
    case steal
    /// `otherUseShare`.
    case otherUse
    /// `involuntarySwitches`.
    case switches
    /// `gapShare` and `longestGap`.
    case gaps
    /// `frequencyDrift`: CPUs that sleep most of the window come out of it slower.
    case speed
    /// `ioPressure`.
    case ioPressure
  }

  /// Makes these unknown.
  mutating func leaveOut(_ disturbances: Set<Disturbance>) {
    for disturbance in disturbances {
      switch disturbance {
      case .steal: stealShare = nil
      case .otherUse: otherUseShare = nil
      case .switches: involuntarySwitches = nil
      case .gaps: (gapShare, longestGap) = (nil, nil)
      case .speed: (spinBefore, spinAfter) = (nil, nil)
      case .ioPressure: ioPressure = nil
      }
    }
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case window, placement
    case stealShare = "steal_share"
    case otherUseShare = "other_use_share"
    case involuntarySwitches = "involuntary_switches"
    case cpuPressure = "cpu_pressure"
    case ioPressure = "io_pressure"
    case memoryPressure = "memory_pressure"
    case gapShare = "gap_share"
    case longestGap = "longest_gap"
    case spinBefore = "spin_before"
    case spinAfter = "spin_after"
    case runQueue = "run_queue"
  }

  /// Encodes every field; what is unknown is an explicit null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(window, forKey: .window)
    try container.encode(stealShare, forKey: .stealShare)
    try container.encode(otherUseShare, forKey: .otherUseShare)
    try container.encode(involuntarySwitches, forKey: .involuntarySwitches)
    try container.encode(cpuPressure, forKey: .cpuPressure)
    try container.encode(ioPressure, forKey: .ioPressure)
    try container.encode(memoryPressure, forKey: .memoryPressure)
    try container.encode(gapShare, forKey: .gapShare)
    try container.encode(longestGap, forKey: .longestGap)
    try container.encode(spinBefore, forKey: .spinBefore)
    try container.encode(spinAfter, forKey: .spinAfter)
    try container.encode(runQueue, forKey: .runQueue)
    try container.encode(placement, forKey: .placement)
  }
}
