internal import Host
internal import Platform

/// A machine as a layout sees it: cores that may be used, by the node that they belong to.
struct LayoutMachine {
  /// A core with the CPUs of it that may be used.
  struct Core: Equatable {
    var cpus: CPUSet
    /// How many these are.
    var count: Int
    /// Whether all of its online CPUs may be used; else siblings are in somebody else's hands.
    var isWhole: Bool
    /// Its place in the topology's kinds of cores; nil where it has none.
    var kind: Int?
    /// The cache that it shares with other cores, the outermost; its place in the topology's caches.
    var cache: Int?
  }

  /// A node with CPUs that may be used.
  struct Home {
    var node: Topology.Node
    /// Its place in the topology's nodes.
    var index: Int
    /// Cores in order of their first CPU.
    var cores: [Core] = []
  }

  let topology: Topology
  /// Nodes where guests can live, by number.
  private(set) var homes: [Home] = []
  /// Nodes with CPUs, but without memory that may be used.
  private(set) var strangers: [Home] = []
  /// Cores that belong to no node.
  private(set) var homeless: [Core] = []

  /// Digests a machine; what a damaged document says twice counts once.
  init(_ topology: Topology) {
    self.topology = topology
    let online = topology.cpus
    let allowed = topology.allowedCPUs.intersection(online)
    let index = CPUIndex(topology)
    var taken = [Bool](repeating: false, count: index.size)
    var byNode: [Int: [Core]] = [:]
    for siblings in topology.coreCPUs {
      let numbers = siblings.intersection(allowed).numbers.filter { !taken[$0] }
      guard let first = numbers.first else { continue }
      for number in numbers { taken[number] = true }
      let core = Core(
        cpus: CPUSet(numbers), count: numbers.count,
        isWhole: numbers.count == siblings.intersection(online).count, kind: index.kind[first],
        cache: index.cache[first])
      byNode[index.node[first] ?? -1, default: []].append(core)
    }
    for number in allowed.numbers where !taken[number] {
      let core = Core(
        cpus: CPUSet([number]), count: 1, isWhole: true, kind: index.kind[number], cache: index.cache[number])
      byNode[index.node[number] ?? -1, default: []].append(core)
    }
    for (place, node) in topology.nodes.enumerated() {
      guard let cores = byNode[place] else { continue }
      let home = Home(node: node, index: place, cores: cores)
      let hasMemory = topology.allowedNodes.contains(node.id) && node.memoryBytes != 0
      if hasMemory { homes.append(home) } else { strangers.append(home) }
    }
    homes.sort { $0.node.id < $1.node.id }
    strangers.sort { $0.node.id < $1.node.id }
    homeless = byNode[-1] ?? []
  }

  // MARK: Kinds of cores

  /// Whether the machine says which of its cores are the fast ones.
  var namesFastCores: Bool {
    topology.coreKinds.count > 1 && topology.coreKinds.contains { $0.name == "performance" }
  }

  /// Whether a core is one of the fast ones; all are where the machine names none.
  func isFast(_ core: Core) -> Bool {
    guard namesFastCores else { return true }
    return core.kind.map { topology.coreKinds[$0].name == "performance" } ?? false
  }

  /// Whether a core is one of the slow ones.
  func isSlow(_ core: Core) -> Bool {
    guard topology.coreKinds.count > 1, let kind = core.kind else { return false }
    return topology.coreKinds[kind].name.hasPrefix("efficient")
  }

  // MARK: Distances

  /// How far apart two nodes are, by their places in the topology: the kernel's matrix where it is known, else whether
  /// they are in the same package.
  func distance(_ from: Int, _ to: Int) -> Int {
    if from == to { return 0 }
    if from < topology.distances.count, to < topology.distances[from].count {
      return topology.distances[from][to]
    }
    guard let first = topology.nodes[from].nearCPUs.first, let second = topology.nodes[to].nearCPUs.first
    else { return 2 }
    return topology.packageCPUs.contains { $0.contains(first) && $0.contains(second) } ? 1 : 2
  }
}
