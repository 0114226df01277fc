/// What hwloc found in a machine, as plain values: everything that its C structures say and that Assay uses.
///
/// Objects are listed flat: which one lies inside which follows from their CPU sets.
/// Disallowed resources are included; `allowedCPUs` and `allowedNodes` say what the cgroup leaves.
public struct HardwareInventory: Sendable, Equatable {
  /// What an object is.
  public enum Kind: Sendable, Equatable {
    /// The whole machine; exactly one.
    case machine
    /// A physical package (socket).
    case package
    /// A die in a package; listed only where a package has several.
    case die
    /// A physical core.
    case core
    /// A CPU in the kernel's sense: a hardware thread.
    case cpu
    /// A NUMA node.
    case node(Node)
    /// A cache.
    case cache(Cache)
  }

  /// What is known of a NUMA node besides its place.
  public struct Node: Sendable, Equatable {
    /// Bytes of memory; 0 when it has none or when unknown.
    public var memoryBytes: UInt64
    /// What it is, where hwloc knows: `DRAM` beside `HBM`, `NVM`, `GPUMemory`, `MCDRAM`.
    public var subtype: String?
  }

  /// What is known of a cache besides its place.
  public struct Cache: Sendable, Equatable {
    /// What it holds.
    public enum Content: Sendable { case data, instruction, unified }
    /// 1 for the nearest to the core.
    public var level: Int
    /// What it holds.
    public var content: Content
    /// Bytes; 0 when unknown.
    public var bytes: UInt64
  }

  /// One object.
  public struct Object: Sendable, Equatable {
    /// What it is.
    public var kind: Kind
    /// The kernel's number; nil where it has none.
    public var number: Int?
    /// The online CPUs in it; for a memory-only node, the CPUs that are nearest to it.
    public var cpus: CPUSet
    /// The CPUs in it, offline ones included as far as hwloc knows them.
    public var completeCPUs: CPUSet
    /// The NUMA nodes in it or near it.
    public var nodes: CPUSet
    /// Further facts: `CPUModel`, `OSRelease`, `DMIProductName`.
    public var infos: [String: String]
  }

  /// CPUs that are alike.
  public struct CPUKind: Sendable, Equatable {
    /// The CPUs.
    public var cpus: CPUSet
    /// Rank by performance, 0 for the slowest; nil when it cannot be told.
    public var rank: Int?
    /// Further facts: `CoreType`, `FrequencyMaxMHz`.
    public var infos: [String: String]
  }

  /// Relative latencies between NUMA nodes.
  public struct Distances: Sendable, Equatable {
    /// The kernel's numbers of the nodes, in the order of rows and columns.
    public var nodes: [Int]
    /// [from][to]; 10 is the distance of a node to itself.
    public var values: [[Int]]
  }

  /// Every object, from the machine down to the CPUs, then the NUMA nodes.
  public var objects: [Object]
  /// The kinds of CPUs, slowest first; empty where unknown.
  public var cpuKinds: [CPUKind]
  /// The distances between the NUMA nodes; nil where there are none or only one node.
  public var distances: Distances?
  /// The CPUs that the cgroup allows.
  public var allowedCPUs: CPUSet
  /// The NUMA nodes that the cgroup allows.
  public var allowedNodes: CPUSet

  /// The machine itself.
  public var machine: Object? { objects.first { $0.kind == .machine } }
}

/// Why a machine's hardware could not be read.
public enum HardwareInventoryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The directory of a captured machine cannot be listed.
  case unreadable(SystemError)
  /// The directory holds no captured machine; a directory in it might.
  case noMachine(directory: String, candidate: String?)
  /// A file or directory of a captured machine says something that cannot be.
  case damaged(path: String, reason: String)
  /// hwloc gave up.
  case hwloc(step: String, code: Int32)

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .unreadable(let error):
      "\(error); --fsroot needs a directory with the /sys and /proc of a machine"
    case .noMachine(let directory, let candidate):
      "\(directory) holds no captured machine: there is no CPU in its sys/devices/system/cpu"
        + (candidate.map { "; use \($0)" } ?? "; capture one with hwloc-gather-topology")
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason); capture the machine again with hwloc-gather-topology"
    case .hwloc(let step, let code):
      "hwloc cannot \(step) (errno \(code)); check that sys/devices/system/cpu holds the topology of its CPUs"
    }
  }
}
