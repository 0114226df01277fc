public import Platform

extension CPULayout {
  /// The CPUs that guests have for themselves.
  public var exclusiveCPUs: CPUSet {
    partitions.filter { $0.kind != .member }.reduce(into: CPUSet()) { $0 = $0.union($1.cpus) }
  }

  /// The part `cpusets` of a profile (`assay.profile/1`) that makes these partitions; empty where there are none.
  ///
  ///     cpusets:
  ///       - {group: assay-housekeeping, cpus: "0-1", mems: "0", partition: member, why: "…"}
  public var profileText: String {
    guard !partitions.isEmpty else { return "" }
    // The texts are this module's own: names, lists of numbers and sentences without quotes or backslashes.
    let lines = partitions.map { partition in
      let mems = partition.mems.isEmpty ? "" : ", mems: \"\(partition.mems)\""
      return
        "  - {group: \(partition.name), cpus: \"\(partition.cpus)\"\(mems), partition: \(partition.kind.rawValue), why: \"\(partition.why)\"}"
    }
    return "cpusets:\n" + lines.joined(separator: "\n") + "\n"
  }
}
