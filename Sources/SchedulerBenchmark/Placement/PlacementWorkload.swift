public import Platform

/// How workers and their memory are placed.
public enum PlacementPolicy: String, Codable, Sendable, CaseIterable {
  /// The scheduler decides; memory comes from where a worker first touches it.
  case none
  /// Each worker pinned to a CPU, one core filled after the other: SMT siblings work side by side.
  case perCPU = "per_cpu"
  /// Each worker pinned to a core of its own: SMT siblings stay idle.
  case perCore = "per_core"
  /// Each worker bound to the CPUs below one last-level cache.
  case perCache = "per_cache"
  /// Each worker and its memory bound to one node.
  case perNode = "per_node"
  /// The scheduler decides; memory is spread over all nodes in turn.
  case interleaved
  /// The process in a control group with one CPU of each core; within it the scheduler decides.
  case cpuset
}

/// Workers with memory of their own that meet in pairs, under one policy.
public struct PlacementWorkload: Codable, Sendable, Equatable {
  /// Where a worker is.
  public struct Place: Codable, Sendable, Equatable {
    /// The CPUs that it may run on.
    public var cpus: CPUSet
    /// The node that its memory is bound to; nil for none.
    public var node: Int?
  }

  /// The policy.
  public var policy: PlacementPolicy
  /// One of each worker; neighbours (0 and 1, 2 and 3, …) meet.
  public var places: [Place]
  /// Nodes that memory is spread over; empty for none.
  public var interleavedOver: CPUSet
  /// The CPUs of the control group to run in; nil for the present one.
  public var group: CPUSet?
  /// Bytes of each worker's memory.
  public var bytes: Int
  /// Seconds of the window.
  public var window: Double
  /// Seed of the order in which memory is walked.
  public var seed: UInt64

  /// Whether another workload has the same workers and memory in the same places.
  func coincides(with other: PlacementWorkload) -> Bool {
    places == other.places && interleavedOver == other.interleavedOver && group == other.group
  }
}
