internal import Experiment
internal import Host
internal import Platform
internal import Statistics

/// Pairs of CPUs that pass a cache line between them.
public struct CoreToCoreWorkload: Codable, Sendable, Equatable {
  /// The pairs of one class. Thousands of them must fit into one argument of a process: hence no names.
  public struct Group: Codable, Sendable, Equatable {
    /// How near the two of each are.
    public var pairing: PairingClass
    /// First and second CPU of each pair, one pair after the other.
    public var cpus: [Int]

    var pairs: [Pairing] {
      stride(from: 0, to: cpus.count - 1, by: 2).map {
        Pairing(first: cpus[$0], second: cpus[$0 + 1], kind: pairing)
      }
    }
  }

  /// The pairs by class.
  public var groups: [Group]
  /// Seconds for all of them together, about.
  public var window: Double
  /// Seed of the order.
  public var seed: UInt64
}

extension SchedulerPlan {
  /// Up to so many CPUs every pair is measured.
  static let mostCPUsForAllPairs = 64
  /// Of more CPUs, so many are compared with others, and with so many others of each class.
  static let sampledFirsts = 32
  static let sampledSeconds = 8

  /// Every pair of CPUs, or a sample of each class.
  mutating func planCoreToCore() throws {
    guard cpus.count > 1 else {
      skip("core_to_core", "needs two CPUs, and may use CPU \(CPUSet(cpus)) only")
      return
    }
    try checkThreads(2, for: "scheduler.core_to_core")
    let pairs = cpus.count <= Self.mostCPUsForAllPairs ? allPairs : sampledPairs()
    let window = window(quick: 0.2, longer: 2)
    let groups = PairingClass.allCases.compactMap { kind in
      let cpus = pairs.filter { $0.kind == kind }.flatMap { [$0.first, $0.second] }
      return cpus.isEmpty ? nil : CoreToCoreWorkload.Group(pairing: kind, cpus: cpus)
    }
    try add(
      "core_to_core",
      .coreToCore(CoreToCoreWorkload(groups: groups, window: window, seed: options.seed)), seconds: window)
  }

  private var allPairs: [Pairing] {
    let sorted = cpus.sorted()
    return sorted.indices.flatMap { index in
      sorted[(index + 1)...].map { second in
        Pairing(first: sorted[index], second: second, kind: topology.pairing(sorted[index], second))
      }
    }
  }

  private mutating func sampledPairs() -> [Pairing] {
    var generator = SeededGenerator(seed: options.seed)
    var pairs: [Pairing] = []
    var taken: Set<[Int]> = []
    for first in generator.shuffled(cpus.sorted()).prefix(Self.sampledFirsts) {
      var counts: [PairingClass: Int] = [:]
      for second in generator.shuffled(cpus.sorted()) where second != first {
        let kind = topology.pairing(first, second)
        let ends = [min(first, second), max(first, second)]
        guard counts[kind, default: 0] < Self.sampledSeconds, taken.insert(ends).inserted else { continue }
        counts[kind, default: 0] += 1
        pairs.append(Pairing(first: ends[0], second: ends[1], kind: kind))
      }
    }
    let all = cpus.count * (cpus.count - 1) / 2
    skip(
      "core_to_core pairs",
      "\(cpus.count) CPUs: \(pairs.count) of \(all) pairs are measured, drawn with seed \(options.seed)")
    return pairs
  }
}
