public import Host
public import Platform

/// Which CPUs a benchmark may use.
public enum UsableCPUs {
  /// The CPUs of `--cpus`, or without it all that the cgroup and the affinity allow.
  ///
  /// - Throws: `PlanRefused` when none is left, and for CPUs that do not exist, are offline or are not allowed.
  public static func choose(_ wanted: CPUSet?, in topology: Topology) throws(PlanRefused) -> CPUSet {
    guard let wanted else {
      guard !topology.allowedCPUs.isEmpty else { throw PlanRefused("no CPU is allowed to this process") }
      return topology.allowedCPUs
    }
    if wanted.isEmpty { throw PlanRefused("--cpus names no CPU") }
    let absent = wanted.subtracting(topology.cpus)
    if !absent.isEmpty {
      throw PlanRefused(
        "--cpus \(wanted): CPU \(absent) does not exist or is offline; online are \(topology.cpus)")
    }
    let forbidden = wanted.subtracting(topology.allowedCPUs)
    if !forbidden.isEmpty {
      throw PlanRefused(
        "--cpus \(wanted): CPU \(forbidden) is outside of this process's cgroup or affinity, which allow \(topology.allowedCPUs)"
      )
    }
    return wanted
  }
}
