internal import Platform

/// Finds out what can be measured on a machine, and why the rest cannot.
///
/// A captured machine answers for what its files say; the rest is unknown, for this process is not there.
struct CapabilitySurvey {
  let root: HostRoot
  let topology: Topology
  let facts: HostFacts
  let hugePages: [HugePagePool]
  let rights: ProcessRights?

  init(root: HostRoot, topology: Topology, facts: HostFacts, hugePages: [HugePagePool]) {
    self.root = root
    self.topology = topology
    self.facts = facts
    self.hugePages = hugePages
    rights = root.isLive ? ProcessRights(root: root) : nil
  }

  /// Every benchmark with its finer points after it.
  func all() -> [Capability] {
    [
      memory(), memoryHugePages(), memoryTransparent(), memoryBinding(), memoryMatrix(),
      scheduler(), schedulerFIFO(), schedulerCPULatency(), schedulerCoreToCore(), schedulerCPUSets(),
      aio(), aioLibaio(), aioUring(), compression(), migration(), migrationKVM(), counters(),
    ]
  }

  static let captured = "a captured machine: only its own system calls can tell"

  // MARK: Memory

  private func memory() -> Capability {
    let name = "memory"
    guard !topology.allowedCPUs.isEmpty else { return noCPU(name) }
    guard root.isLive else { return unknown(name) }
    guard let free = facts.number(.memoryAvailable) else {
      return Capability(
        name: name, available: .unknown, reason: "/proc/meminfo does not say how much memory is available",
        advice: "name the size with --array-size")
    }
    let caches = topology.lastLevelCacheBytes
    // Arrays of 4 times the last-level caches (STREAM's rule), three of them in triad.
    if caches > 0 && free < caches * 12 {
      return Capability(
        name: name, available: .no,
        reason:
          "\(free >> 20) MiB available, \(caches * 12 >> 20) MiB needed (12 times the last-level caches)",
        advice: "free memory, or name a smaller size with --array-size")
    }
    return Capability(name: name, available: .yes, reason: "\(free >> 20) MiB available")
  }

  private func memoryHugePages() -> Capability {
    let name = "memory.huge_pages"
    let pools = hugePages.filter { $0.total > 0 }
    if hugePages.isEmpty {
      return Capability(
        name: name, available: root.isLive ? .no : .unknown,
        reason: "no huge page pool in /sys/kernel/mm/hugepages",
        advice: root.isLive ? "boot a kernel with CONFIG_HUGETLBFS" : nil)
    }
    if pools.contains(where: { ($0.free ?? $0.total) > 0 }) {
      return Capability(
        name: name, available: .yes,
        reason: pools.map { "\($0.free ?? $0.total) of \($0.total) pages of \(Self.size($0.pageBytes)) free" }
          .joined(separator: ", "))
    }
    return Capability(
      name: name, available: .no,
      reason: pools.isEmpty
        ? "the pools (\(hugePages.map { Self.size($0.pageBytes) }.joined(separator: ", "))) are empty"
        : "every page of the pools is in use",
      advice: "sysctl -w vm.nr_hugepages=512")
  }

  private func memoryTransparent() -> Capability {
    let name = "memory.thp"
    switch facts[.thpEnabled] {
    case nil:
      return Capability(
        name: name, available: root.isLive ? .no : .unknown, reason: "no /sys/kernel/mm/transparent_hugepage")
    case "never":
      return Capability(
        name: name, available: .no, reason: "transparent huge pages are switched off (never)",
        advice: "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled")
    case let mode?:
      return Capability(name: name, available: .yes, reason: "transparent huge pages: \(mode)")
    }
  }

  /// Tried, not guessed: a page bound to a node is the proof, whatever filters a container has.
  private func memoryBinding() -> Capability {
    let name = "memory.bind"
    guard root.isLive else { return unknown(name) }
    guard let node = topology.allowedNodes.first else {
      return Capability(
        name: name, available: .no, reason: "the cgroup allows no NUMA node", advice: "set its cpuset.mems")
    }
    do {
      _ = try MemoryBuffer(byteCount: 4096, pages: .base, node: node)
      return Capability(name: name, available: .yes, reason: "a page was bound to node \(node)")
    } catch {
      return Capability(
        name: name, available: .no, reason: "\(error)",
        advice: error.isPermission
          ? "run outside of the container, or allow mbind in its seccomp profile" : nil)
    }
  }

  private func memoryMatrix() -> Capability {
    let name = "memory.numa_matrix"
    let usable = topology.nodes.filter { topology.allowedNodes.contains($0.id) }
    if topology.nodes.count < 2 {
      return Capability(name: name, available: .no, reason: "one NUMA node: there is nothing to compare")
    }
    if usable.count < 2 {
      return Capability(
        name: name, available: .no,
        reason: "the cgroup allows \(usable.count) of \(topology.nodes.count) NUMA nodes",
        advice: "run in a cgroup with cpuset.mems of several nodes")
    }
    return Capability(
      name: name, available: .yes, reason: "\(usable.count) of \(topology.nodes.count) NUMA nodes are allowed"
    )
  }

  // MARK: Shared

  func unknown(_ name: String) -> Capability {
    Capability(name: name, available: .unknown, reason: Self.captured)
  }

  func noCPU(_ name: String) -> Capability {
    Capability(
      name: name, available: .no, reason: "the cgroup allows no online CPU", advice: "set its cpuset.cpus")
  }

  private static func size(_ bytes: UInt64) -> String {
    bytes >= 1 << 30 ? "\(bytes >> 30) GiB" : bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }
}
