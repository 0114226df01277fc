public import Host
import Platform

/// Shapes of machines, built from few words.
public enum Machine {
  /// Data caches of a machine: bytes a level, and which CPUs share the last one.
  public struct Caches: Sendable {
    /// Of each core, for data and for instructions.
    public var l1: UInt64 = 32 << 10
    /// Of each core.
    public var l2: UInt64 = 1 << 20
    /// Of each group of cores.
    public var l3: UInt64 = 16 << 20

    /// Of a common server core.
    public init() {}
  }

  /// Nodes of `cores` cores each, `threads` SMT threads a core numbered as Linux does on x86-64: first one thread of
  /// every core, then the siblings. The last cache is shared by each of the `l3Groups` parts of a node.
  public static func regular(
    nodes: Int, cores: Int, threads: Int = 1, memoryBytes: UInt64? = 64 << 30, caches: Caches? = Caches(),
    l3Groups: Int = 1
  ) -> Topology {
    let total = nodes * cores
    let coreCPUs = (0..<total).map { core in CPUSet((0..<threads).map { core + $0 * total }) }
    func join(_ cores: some Sequence<Int>) -> CPUSet { cores.reduce(CPUSet()) { $0.union(coreCPUs[$1]) } }
    let nodeCPUs = (0..<nodes).map { join(($0 * cores)..<(($0 + 1) * cores)) }
    let all = join(0..<total)
    var list: [Topology.Cache] = []
    if let caches {
      list += coreCPUs.map { Topology.Cache(level: 1, kind: .data, bytes: caches.l1, cpus: $0) }
      list += coreCPUs.map { Topology.Cache(level: 1, kind: .instruction, bytes: caches.l1, cpus: $0) }
      list += coreCPUs.map { Topology.Cache(level: 2, kind: .unified, bytes: caches.l2, cpus: $0) }
      let size = cores / l3Groups
      list += (0..<(nodes * l3Groups)).map {
        Topology.Cache(
          level: 3, kind: .unified, bytes: caches.l3, cpus: join(($0 * size)..<(($0 + 1) * size)))
      }
    }
    return Topology(
      packages: 1, dies: 1, cores: total, coreCPUs: coreCPUs, packageCPUs: [all], cpus: all,
      offlineCPUs: CPUSet(),
      allowedCPUs: all, allowedNodes: CPUSet(0..<nodes),
      nodes: nodeCPUs.enumerated().map {
        Topology.Node(id: $0.offset, cpus: $0.element, memoryBytes: memoryBytes, memoryOnly: false)
      },
      distances: (0..<nodes).map { from in (0..<nodes).map { $0 == from ? 10 : 20 } }, caches: list,
      coreKinds: [])
  }

  /// Two CPUs, one node.
  public static var small: Topology { regular(nodes: 1, cores: 2) }

  /// Six performance cores with two threads each (0-11, siblings side by side), eight efficient cores (12-19).
  public static var hybrid: Topology {
    let cores = (0..<6).map { CPUSet([2 * $0, 2 * $0 + 1]) } + (12..<20).map { CPUSet([$0]) }
    let all = CPUSet(0..<20)
    var topology = regular(nodes: 1, cores: 20)
    topology.cores = 14
    topology.coreCPUs = cores
    topology.caches =
      cores.map {
        Topology.Cache(level: 1, kind: .data, bytes: $0.count == 2 ? 48 << 10 : 32 << 10, cpus: $0)
      }
      + [Topology.Cache(level: 3, kind: .unified, bytes: 24 << 20, cpus: all)]
    topology.coreKinds = [
      Topology.CoreKind(name: "performance", cpus: CPUSet(0..<12)),
      Topology.CoreKind(name: "efficient", cpus: CPUSet(12..<20)),
    ]
    return topology
  }

  /// Four CPUs of which the first is offline.
  public static var firstOffline: Topology {
    let online = CPUSet(1..<4)
    var topology = regular(nodes: 1, cores: 4)
    topology.cores = 3
    topology.coreCPUs.removeFirst()
    topology.cpus = online
    topology.allowedCPUs = online
    topology.offlineCPUs = CPUSet([0])
    topology.packageCPUs = [online]
    topology.nodes[0].cpus = online
    for index in topology.caches.indices {
      topology.caches[index].cpus = topology.caches[index].cpus.intersection(online)
    }
    topology.caches.removeAll { $0.cpus.isEmpty }
    return topology
  }

  /// Two nodes of two CPUs, and the memory of a GPU as a node without CPUs.
  public static var withGPUMemory: Topology {
    var topology = regular(nodes: 2, cores: 2)
    topology.nodes.append(
      Topology.Node(
        id: 2, cpus: CPUSet(), nearCPUs: CPUSet([0, 1]), memoryBytes: 96 << 30, memoryOnly: true,
        kind: "GPUMemory"))
    topology.allowedNodes = CPUSet(0..<3)
    return topology
  }
}
