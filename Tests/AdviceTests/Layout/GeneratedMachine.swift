import Host
import Platform
import Statistics

/// Machines that nobody built: random shapes of up to 1,024 CPUs, the same for the same seed.
struct GeneratedMachine {
  private var random: SeededGenerator

  /// The machine of a seed.
  static func make(seed: UInt64) -> Topology {
    var machine = GeneratedMachine(random: SeededGenerator(seed: seed))
    return machine.topology()
  }

  private mutating func isOne(in number: Int) -> Bool { random.below(number) == 0 }
  private mutating func one<Value>(of values: [Value]) -> Value { values[random.below(values.count)] }

  /// A node while it is made: cores by their place in the list of all.
  private struct Draft {
    var id: Int
    var package: Int
    var cores: Range<Int>
  }

  private mutating func topology() -> Topology {
    let packages = 1 + random.below(8)
    let nodesEach = 1 + random.below(4)
    let threads = one(of: [1, 2, 2, 4, 8])
    let isHybrid = isOne(in: 4)
    let limit = max(1, one(of: [8, 64, 256, 1_024]) / (packages * nodesEach * threads))
    var drafts: [Draft] = []
    var threadsOf: [Int] = []
    var efficient: Set<Int> = []
    var id = 0
    for package in 0..<packages {
      for _ in 0..<nodesEach {
        // Asymmetric now and then.
        let count = isOne(in: 3) ? 1 + random.below(limit) : limit
        let first = threadsOf.count
        for core in 0..<count {
          let isSlow = isHybrid && core >= (count + 1) / 2
          if isSlow { efficient.insert(first + core) }
          threadsOf.append(isSlow ? 1 : threads)
        }
        drafts.append(Draft(id: id, package: package, cores: first..<(first + count)))
        id += isOne(in: 8) ? 2 : 1
      }
    }
    let (cores, missing) = number(threadsOf, offlineOneIn: isOne(in: 3) ? 8 : 0)
    return assemble(drafts, cores, missing, efficient: isHybrid ? efficient : [])
  }

  /// Numbers of the CPUs of each core, siblings side by side or apart; some offline.
  private mutating func number(_ threadsOf: [Int], offlineOneIn: Int) -> (cores: [CPUSet], offline: CPUSet) {
    var cores = [CPUSet](repeating: CPUSet(), count: threadsOf.count)
    var next = 0
    if isOne(in: 2) {
      for (core, threads) in threadsOf.enumerated() {
        cores[core] = CPUSet(next..<(next + threads))
        next += threads
      }
    } else {
      for thread in 0..<(threadsOf.max() ?? 1) {
        for (core, threads) in threadsOf.enumerated() where thread < threads {
          cores[core].insert(next)
          next += 1
        }
      }
    }
    guard offlineOneIn > 0 else { return (cores, CPUSet()) }
    var offline = CPUSet()
    // The first stays, so that there is one.
    for cpu in 0..<next where cpu > 0 && isOne(in: offlineOneIn) { offline.insert(cpu) }
    return (cores.map { $0.subtracting(offline) }, offline)
  }

  private mutating func assemble(
    _ drafts: [Draft], _ cores: [CPUSet], _ offline: CPUSet, efficient: Set<Int>
  ) -> Topology {
    func join(_ range: some Sequence<Int>) -> CPUSet { range.reduce(CPUSet()) { $0.union(cores[$1]) } }
    let online = join(cores.indices)
    var nodes: [Topology.Node] = []
    for draft in drafts {
      let cpus = join(draft.cores)
      // A node whose CPUs are all offline is one of memory only.
      nodes.append(Topology.Node(id: draft.id, cpus: cpus, memoryBytes: memory(), memoryOnly: cpus.isEmpty))
    }
    for extra in 0..<(isOne(in: 3) ? 1 + random.below(4) : 0) {
      nodes.append(
        Topology.Node(
          id: (drafts.last?.id ?? 0) + 2 + extra, cpus: CPUSet(), nearCPUs: nodes[0].cpus,
          memoryBytes: UInt64(random.below(3)) << 35, memoryOnly: true,
          kind: one(of: [nil, "GPUMemory", "HBM"])))
    }
    let packages = (0...(drafts.last?.package ?? 0)).map { package in
      join(drafts.filter { $0.package == package }.flatMap(\.cores))
    }
    let performance = online.subtracting(join(efficient))
    let hasKinds = !efficient.isEmpty && !join(efficient).isEmpty && !performance.isEmpty
    return Topology(
      packages: packages.count, dies: packages.count, cores: cores.count,
      coreCPUs: cores.filter { !$0.isEmpty }.sorted { ($0.first ?? 0) < ($1.first ?? 0) },
      packageCPUs: packages.filter { !$0.isEmpty }, cpus: online, offlineCPUs: offline,
      allowedCPUs: allowedCPUs(online, drafts.map { join($0.cores) }),
      allowedNodes: isOne(in: 4)
        ? CPUSet(nodes.map(\.id).filter { _ in random.below(3) > 0 }) : CPUSet(nodes.map(\.id)),
      nodes: nodes, distances: distances(nodes.count), caches: caches(drafts, cores),
      coreKinds: hasKinds
        ? [
          Topology.CoreKind(name: "performance", cpus: performance),
          Topology.CoreKind(name: "efficient", cpus: join(efficient)),
        ] : [])
  }

  /// Of a node: unknown or none now and then.
  private mutating func memory() -> UInt64? {
    switch random.below(12) {
    case 0: return nil
    case 1: return 0
    default: return UInt64(1 + random.below(512)) << 30
    }
  }

  /// What a cgroup leaves: all, a range, any, or some nodes.
  private mutating func allowedCPUs(_ online: CPUSet, _ nodes: [CPUSet]) -> CPUSet {
    let numbers = online.numbers
    switch random.below(6) {
    case 0:
      let first = random.below(numbers.count)
      let last = min(numbers.count - 1, first + random.below(numbers.count))
      return CPUSet(numbers[first...last])
    case 1: return CPUSet(numbers.filter { _ in random.below(4) > 0 })
    case 2: return nodes.filter { _ in random.below(3) > 0 }.reduce(CPUSet()) { $0.union($1) }
    default: return online
    }
  }

  private mutating func distances(_ count: Int) -> [[Int]] {
    guard !isOne(in: 3) else { return [] }
    var matrix = [[Int]](repeating: [Int](repeating: 10, count: count), count: count)
    for from in 0..<count {
      for to in 0..<from {
        let distance = one(of: [11, 12, 20, 21, 32])
        matrix[from][to] = distance
        matrix[to][from] = distance
      }
    }
    return matrix
  }

  private mutating func caches(_ drafts: [Draft], _ cores: [CPUSet]) -> [Topology.Cache] {
    func cache(_ level: Int, _ cpus: CPUSet) -> [Topology.Cache] {
      cpus.isEmpty ? [] : [Topology.Cache(level: level, kind: .unified, bytes: 32 << 20, cpus: cpus)]
    }
    if isOne(in: 6) { return [] }
    var result = cores.flatMap { cache(2, $0) }
    guard !isOne(in: 6) else { return result }
    let size = one(of: [1, 2, 4, 8, 64])
    for draft in drafts {
      for first in stride(from: draft.cores.lowerBound, to: draft.cores.upperBound, by: size) {
        let range = first..<min(first + size, draft.cores.upperBound)
        result += cache(3, range.reduce(CPUSet()) { $0.union(cores[$1]) })
      }
    }
    return result
  }
}
