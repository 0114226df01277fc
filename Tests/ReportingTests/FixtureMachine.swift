import Host
import Platform

/// A regular machine: cores with two caches of their own, a third for each node.
struct FixtureMachine {
  var packages: Int
  var nodes: Int
  var coresPerNode: Int
  var threadsPerCore: Int
  /// Bytes.
  var firstCache: UInt64
  var secondCache: UInt64

  var coreCount: Int { nodes * coresPerNode }
  var cpuCount: Int { coreCount * threadsPerCore }

  /// SMT siblings are numbered as Linux does: all first threads, then all second threads.
  var topology: Topology {
    let cores = (0..<coreCount).map { core in CPUSet((0..<threadsPerCore).map { core + $0 * coreCount }) }
    func cpus(_ range: Range<Int>) -> CPUSet { CPUSet(range.flatMap { cores[$0].numbers }) }
    let all = cpus(0..<coreCount)
    let nodesPerPackage = nodes / packages
    let memory = (0..<nodes).map { node in
      Topology.Node(
        id: node, cpus: cpus(node * coresPerNode..<(node + 1) * coresPerNode), memoryBytes: 64 << 30,
        memoryOnly: false)
    }
    let distances = (0..<nodes).map { from in
      (0..<nodes).map { to in from == to ? 10 : from / nodesPerPackage == to / nodesPerPackage ? 16 : 32 }
    }
    let caches =
      cores.map { Topology.Cache(level: 1, kind: .data, bytes: firstCache, cpus: $0) }
      + cores.map { Topology.Cache(level: 2, kind: .unified, bytes: secondCache, cpus: $0) }
      + memory.map { Topology.Cache(level: 3, kind: .unified, bytes: 32 << 20, cpus: $0.cpus) }
    let perPackage = nodesPerPackage * coresPerNode
    return Topology(
      packages: packages, dies: packages, cores: coreCount, coreCPUs: cores,
      packageCPUs: (0..<packages).map { cpus($0 * perPackage..<($0 + 1) * perPackage) }, cpus: all,
      offlineCPUs: CPUSet(), allowedCPUs: all, allowedNodes: CPUSet(memory.map(\.id)), nodes: memory,
      distances: distances, caches: caches, coreKinds: [])
  }
}
