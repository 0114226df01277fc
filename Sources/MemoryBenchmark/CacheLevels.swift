public import Host

/// The caches of one CPU, as far as they tell which level a working set belongs to.
public struct CacheLevels: Sendable, Equatable {
  /// Level and size in bytes, nearest first.
  public let levels: [(level: Int, bytes: Int)]

  /// The data caches that a CPU sees; none where the topology does not tell.
  public init(of cpu: Int, in topology: Topology) {
    levels = topology.dataCaches(of: cpu).compactMap { cache in cache.bytes.map { (cache.level, Int($0)) } }
  }

  /// Bytes of the last level; 32 MiB, a common size, where the topology does not tell.
  public var lastBytes: Int { levels.last?.bytes ?? 32 << 20 }

  /// The level that holds a working set: `L1`, `L2`, …; `DRAM` from four times the last cache on, where at most a
  /// quarter can hit; `mixed` between, or `unknown` where no cache is known.
  public func name(ofWorkingSet bytes: Int) -> String {
    if let holding = levels.first(where: { bytes <= $0.bytes }) { return "L\(holding.level)" }
    if bytes >= 4 * lastBytes { return "DRAM" }
    return levels.isEmpty ? "unknown" : "mixed"
  }

  /// Compares level by level.
  public static func == (left: CacheLevels, right: CacheLevels) -> Bool {
    left.levels.elementsEqual(right.levels) { $0 == $1 }
  }
}
