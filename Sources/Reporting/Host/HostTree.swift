internal import Host
internal import Platform

/// A machine as boxes in boxes: packages, nodes, shared caches, and in them its cores.
struct HostTree {
  /// What shares a set of CPUs, and what lies inside.
  struct Box {
    var cpus: CPUSet
    var parts: [Part] = []
    var children: [Box] = []
    var cores: [CoreGroup] = []
    /// Memory without CPUs that is nearest to these.
    var memories: [Topology.Node] = []

    /// Whether there is nothing in it but cores of one sort, so that one line tells it.
    var isInline: Bool { children.isEmpty && memories.isEmpty && cores.count == 1 && !parts.isEmpty }
  }

  /// A thing with a number of its own, or a cache.
  enum Part: Equatable {
    case package(Int)
    case node(Int, UInt64?)
    case cache(String)

    /// Outer things first where the CPUs are the same.
    var rank: Int {
      switch self {
      case .package: 0
      case .node: 1
      case .cache: 2
      }
    }

    var isCache: Bool { rank == 2 }

    /// Equal for things that differ by number only.
    var shape: String {
      switch self {
      case .package: "package"
      case .node(_, let bytes): "node \(HostText.memory(bytes))"
      case .cache(let text): text
      }
    }
  }

  /// Cores that are alike and next to each other.
  struct CoreGroup {
    var name: String
    var cores: [CPUSet]
  }

  /// The machine itself.
  private(set) var root: Box

  init(_ topology: Topology, _ classes: HostCoreClasses) {
    let shared = topology.caches.filter { cache in
      topology.coreCPUs.contains { $0.isSubset(of: cache.cpus) && $0 != cache.cpus }
    }
    var boxes: [CPUSet: Box] = [:]
    func add(_ part: Part, _ cpus: CPUSet) {
      if !cpus.isEmpty { boxes[cpus, default: Box(cpus: cpus)].parts.append(part) }
    }
    for (index, cpus) in topology.packageCPUs.enumerated() where topology.packages > 0 {
      add(.package(index), cpus)
    }
    for node in topology.nodes where !node.memoryOnly { add(.node(node.id, node.memoryBytes), node.cpus) }
    for cache in shared.reversed() { add(.cache(HostText.cache(cache)), cache.cpus) }
    for node in topology.nodes where node.memoryOnly && boxes[node.nearCPUs] != nil {
      boxes[node.nearCPUs]?.memories.append(node)
    }
    for cpus in boxes.keys {
      boxes[cpus]?.parts.sort { $0.rank < $1.rank }
    }
    let ordered = boxes.values.sorted {
      ($0.cpus.count, -($0.cpus.first ?? 0)) > ($1.cpus.count, -($1.cpus.first ?? 0))
    }
    root = Box(cpus: topology.cpus)
    root.memories = topology.nodes.filter { $0.memoryOnly && boxes[$0.nearCPUs] == nil }
    for box in ordered { Self.place(box, in: &root) }
    for core in topology.coreCPUs { Self.place(core, classes.name(of: core), in: &root) }
    Self.sort(&root)
  }

  /// Larger boxes are placed first, so the last one that holds it is the innermost.
  private static func place(_ box: Box, in parent: inout Box) {
    if let index = parent.children.firstIndex(where: { box.cpus.isSubset(of: $0.cpus) }) {
      place(box, in: &parent.children[index])
    } else {
      parent.children.append(box)
    }
  }

  private static func sort(_ box: inout Box) {
    box.children.sort { ($0.cpus.first ?? 0) < ($1.cpus.first ?? 0) }
    for index in box.children.indices { sort(&box.children[index]) }
  }

  /// A core joins its neighbours of the same class.
  private static func place(_ core: CPUSet, _ name: String, in parent: inout Box) {
    if let index = parent.children.firstIndex(where: { core.isSubset(of: $0.cpus) }) {
      return place(core, name, in: &parent.children[index])
    }
    if let last = parent.cores.indices.last, parent.cores[last].name == name {
      parent.cores[last].cores.append(core)
    } else {
      parent.cores.append(CoreGroup(name: name, cores: [core]))
    }
  }
}
