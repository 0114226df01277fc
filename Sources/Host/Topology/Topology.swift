public import Platform

/// The shape of a machine: what is where, what shares what, and what this process may use of it.
///
/// This is the `topology` of a Run document and of `assay host --json`; CPU lists are in kernel form.
public struct Topology: Codable, Sendable, Equatable {
  /// A NUMA node.
  public struct Node: Codable, Sendable, Equatable {
    /// The kernel's number.
    public var id: Int
    /// Its online CPUs; empty for a memory-only node.
    public var cpus: CPUSet
    /// The online CPUs that it is nearest to: its own, or for a memory-only node those of the same package.
    public var nearCPUs: CPUSet
    /// Bytes of memory; nil when unknown.
    public var memoryBytes: UInt64?
    /// Whether it has no CPU: a GPU's memory, CXL, or an initiator without memory (then of 0 bytes).
    public var memoryOnly: Bool
    /// What kind of memory it is, where that is known: `DRAM` beside `HBM`, `NVM`, `GPUMemory`, `MCDRAM`.
    public var kind: String?

    /// A node of these facts; without `nearCPUs` it is nearest to its own CPUs.
    public init(
      id: Int, cpus: CPUSet, nearCPUs: CPUSet? = nil, memoryBytes: UInt64?, memoryOnly: Bool,
      kind: String? = nil
    ) {
      self.id = id
      self.cpus = cpus
      self.nearCPUs = nearCPUs ?? cpus
      self.memoryBytes = memoryBytes
      self.memoryOnly = memoryOnly
      self.kind = kind
    }

    enum CodingKeys: String, CodingKey {
      case id, cpus, kind
      case nearCPUs = "near_cpus"
      case memoryBytes = "memory_bytes"
      case memoryOnly = "memory_only"
    }
  }

  /// One cache: an instance, not a kind.
  public struct Cache: Codable, Sendable, Equatable {
    /// What it holds.
    public enum Kind: String, Codable, Sendable { case data, instruction, unified }
    /// 1 for the nearest to the core.
    public var level: Int
    /// What it holds.
    public var kind: Kind
    /// Its size; nil when unknown.
    public var bytes: UInt64?
    /// The online CPUs that share it.
    public var cpus: CPUSet

    /// A cache of these facts.
    public init(level: Int, kind: Kind, bytes: UInt64?, cpus: CPUSet) {
      self.level = level
      self.kind = kind
      self.bytes = bytes
      self.cpus = cpus
    }
  }

  /// A kind of core of a hybrid machine.
  public struct CoreKind: Codable, Sendable, Equatable {
    /// `performance`, `efficient`, or `kind-N` where the kernel does not tell which is which.
    public var name: String
    /// Its online CPUs.
    public var cpus: CPUSet

    /// A kind of these CPUs.
    public init(name: String, cpus: CPUSet) {
      self.name = name
      self.cpus = cpus
    }
  }

  /// Physical packages (sockets); 0 where the kernel does not tell.
  public var packages: Int
  /// Dies, where packages have several; else the same as `packages`.
  public var dies: Int
  /// Physical cores with an online CPU; 0 where the kernel does not tell.
  public var cores: Int
  /// The online CPUs of each core (SMT siblings together), in order of their first CPU; where the kernel does
  /// not tell, each CPU alone.
  public var coreCPUs: [CPUSet]
  /// The online CPUs of each package, in order of their first CPU; where the kernel does not tell, all together.
  public var packageCPUs: [CPUSet]
  /// Online CPUs.
  public var cpus: CPUSet
  /// CPUs that are present (the kernel's `present` list) but offline.
  public var offlineCPUs: CPUSet
  /// Online CPUs that the present cgroup and affinity leave to this process.
  public var allowedCPUs: CPUSet
  /// NUMA nodes that the present cgroup leaves to this process.
  public var allowedNodes: CPUSet
  /// NUMA nodes in order of their number; never empty.
  public var nodes: [Node]
  /// Relative distances between nodes, [from][to] in the order of `nodes`; empty when unknown.
  public var distances: [[Int]]
  /// Every cache, nearest level first.
  public var caches: [Cache]
  /// Kinds of cores of a hybrid machine; empty or one where all cores are alike.
  public var coreKinds: [CoreKind]

  /// A topology of these facts.
  public init(
    packages: Int, dies: Int, cores: Int, coreCPUs: [CPUSet], packageCPUs: [CPUSet], cpus: CPUSet,
    offlineCPUs: CPUSet, allowedCPUs: CPUSet, allowedNodes: CPUSet, nodes: [Node], distances: [[Int]],
    caches: [Cache], coreKinds: [CoreKind]
  ) {
    self.packages = packages
    self.dies = dies
    self.cores = cores
    self.coreCPUs = coreCPUs
    self.packageCPUs = packageCPUs
    self.cpus = cpus
    self.offlineCPUs = offlineCPUs
    self.allowedCPUs = allowedCPUs
    self.allowedNodes = allowedNodes
    self.nodes = nodes
    self.distances = distances
    self.caches = caches
    self.coreKinds = coreKinds
  }

  enum CodingKeys: String, CodingKey {
    case packages, dies, cores, cpus, distances, caches
    case coreCPUs = "core_cpus"
    case packageCPUs = "package_cpus"
    case offlineCPUs = "offline_cpus"
    case allowedCPUs = "allowed_cpus"
    case allowedNodes = "allowed_nodes"
    case nodes = "numa_nodes"
    case coreKinds = "core_kinds"
  }
}

extension Topology {
  /// Bytes of memory of all nodes together; nil when one is unknown.
  public var memoryBytes: UInt64? {
    nodes.reduce(0 as UInt64?) { sum, node in
      sum.flatMap { sum in node.memoryBytes.map { Self.sum(sum, $0) } }
    }
  }

  /// Bytes of the last-level caches of the machine, all instances together; 0 when none is known.
  public var lastLevelCacheBytes: UInt64 {
    let level = caches.map(\.level).max() ?? 0
    return caches.filter { $0.level == level && $0.kind != .instruction }
      .reduce(0) { Self.sum($0, $1.bytes ?? 0) }
  }

  /// At most the largest number: a damaged capture or an edited document must not end the program.
  private static func sum(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
  }

  /// The caches that hold data of a CPU, nearest first.
  public func dataCaches(of cpu: Int) -> [Cache] {
    caches.filter { $0.kind != .instruction && $0.cpus.contains(cpu) }.sorted { $0.level < $1.level }
  }

  /// The node with that number.
  public func node(_ id: Int) -> Node? { nodes.first { $0.id == id } }

  /// The node that a CPU belongs to.
  public func node(ofCPU cpu: Int) -> Node? { nodes.first { $0.cpus.contains(cpu) } }
}

extension Topology {
  /// How many of what, for people: `2 packages, 16 cores, 32 CPUs, 2 NUMA nodes`.
  public var counts: String {
    func count(_ number: Int, _ name: String) -> String { "\(number) \(name)\(number == 1 ? "" : "s")" }
    return [
      packages == 0 ? "packages unknown" : count(packages, "package"),
      cores == 0 ? "cores unknown" : count(cores, "core"), count(cpus.count, "CPU"),
      count(nodes.count, "NUMA node"),
    ].joined(separator: ", ")
  }

  /// The shape in one line, equal for machines that are built alike: the counts and the last-level caches,
  /// `…, L3 4 x 32768 KiB`.
  public var summary: String {
    guard let level = caches.map(\.level).max() else { return counts }
    let last = caches.filter { $0.level == level && $0.kind != .instruction }
    let sizes = Set(last.map { $0.bytes.map { "\($0 >> 10) KiB" } ?? "unknown" }).sorted()
    return "\(counts), L\(level) \(last.count) x \(sizes.joined(separator: " or "))"
  }
}
