internal import Experiment
internal import Host
internal import Platform

/// A thread that is moved between two CPUs with a warm working set.
public struct MigrationWorkload: Codable, Sendable, Equatable {
  /// Memory that the thread walks.
  public struct WorkingSet: Codable, Sendable, Equatable {
    /// Bytes.
    public var bytes: Int
    /// The cache that it is half of: `L1`, `L2`, …
    public var level: String
  }

  /// The CPU that the thread starts on.
  public var from: Int
  /// The CPU that it is moved to; the same for the control, a call that moves nothing.
  public var to: Int
  /// How near the two are.
  public var pairing: PairingClass
  /// Smallest first.
  public var workingSets: [WorkingSet]
  /// Seconds for each working set.
  public var window: Double
  /// Seed of the order of the walks.
  public var seed: UInt64
}

extension SchedulerPlan {
  /// A larger working set would take seconds and tell the same: how fast the last cache fills.
  var largestMovedSet: Int { options.suite == .quick ? 4 << 20 : 16 << 20 }

  /// One process for each class of pairs, and one for the call that moves nothing.
  mutating func planMigration() throws {
    let pairs = topology.representativePairs(of: cpus)
    for kind in PairingClass.allCases {
      let id = "migration pairing=\(kind.rawValue)"
      guard let pair = pairs.first(where: { $0.kind == kind }) else {
        skip(id, "no \(kind.inWords) among the CPUs in use")
        continue
      }
      let sets = workingSets(of: pair)
      guard !sets.isEmpty else {
        skip(id, "the kernel does not tell the caches of CPU \(pair.first)")
        continue
      }
      let workload = MigrationWorkload(
        from: pair.first, to: pair.second, pairing: kind, workingSets: sets,
        window: window(quick: 0.05, longer: 0.5), seed: options.seed)
      try add(id, .migration(workload), seconds: Double(sets.count) * workload.window)
    }
  }

  /// Half of each level: of L1d, of L2, and of the last one; of the smaller cache where the CPUs differ. The control,
  /// which moves nothing, has the first one only.
  private func workingSets(of pair: Pairing) -> [MigrationWorkload.WorkingSet] {
    let first = topology.dataCaches(of: pair.first)
    let second = topology.dataCaches(of: pair.second)
    let last = first.last?.level
    var sets: [MigrationWorkload.WorkingSet] = []
    for cache in first where cache.level <= 2 || cache.level == last {
      let other = second.first { $0.level == cache.level }?.bytes
      guard let bytes = cache.bytes.map({ min($0, other ?? $0) }) else { continue }
      let half = min(Int(clamping: bytes / 2), largestMovedSet)
      // Two levels that are cut to the same size would be measured twice under one name.
      guard half >= 128, half > sets.last?.bytes ?? 0 else { continue }
      sets.append(MigrationWorkload.WorkingSet(bytes: half, level: "L\(cache.level)"))
    }
    return pair.kind == .sameCPU ? Array(sets.prefix(1)) : sets
  }
}
