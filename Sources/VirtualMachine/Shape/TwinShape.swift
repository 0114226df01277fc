/// The shape of a twin: NUMA nodes with CPUs and memory, distances, SMT.
///
///     try TwinShape(text: "2x4")                      // 2 nodes of 4 CPUs
///     try TwinShape(copying: Topology.read())         // this machine, scaled down where it is large
public struct TwinShape: Sendable, Equatable {
  /// A NUMA node.
  public struct Node: Sendable, Equatable {
    /// Its CPUs; 0 for a memory-only node.
    public var cpus: Int
    /// Its memory in MiB.
    public var memoryMiB: Int

    /// A node of these.
    public init(cpus: Int, memoryMiB: Int = TwinShape.nodeMemoryMiB) {
      self.cpus = cpus
      self.memoryMiB = memoryMiB
    }
  }

  /// MiB of a node unless told otherwise: a kernel, busybox and our binary need less.
  public static let nodeMemoryMiB = 256
  /// MiB of the first node: the initramfs is unpacked there.
  public static let firstNodeMemoryMiB = 384
  /// The most CPUs of a twin unless told otherwise: they share the few of the host.
  public static let usualCPULimit = 16
  /// The most nodes: of the kernel's own limit in QEMU (MAX_NODES, 128) no more than is of use.
  public static let nodeLimit = 16

  /// The nodes; their numbers are 0, 1, ….
  public var nodes: [Node]
  /// Distances [from][to]; empty leaves them to QEMU (10 and 20).
  public var distances: [[Int]]
  /// CPUs of a core; siblings have neighbouring numbers.
  public var threadsPerCore: Int
  /// In what the twin is unlike the machine that it copies, in words.
  public var notes: [String]

  /// CPUs of all nodes together.
  public var cpus: Int { nodes.reduce(0) { $0 + $1.cpus } }

  /// MiB of all nodes together.
  public var memoryMiB: Int { nodes.reduce(0) { $0 + $1.memoryMiB } }

  /// A shape of these facts.
  ///
  /// - Throws: `TwinError` of kind `badRequest` when QEMU could not build it.
  public init(
    nodes: [Node], distances: [[Int]] = [], threadsPerCore: Int = 1, notes: [String] = []
  ) throws(TwinError) {
    func refuse(_ reason: String) -> TwinError {
      TwinError(.badRequest, "no twin can have this shape: \(reason)")
    }
    guard (1...Self.nodeLimit).contains(nodes.count) else {
      throw refuse("\(nodes.count) nodes, 1 to \(Self.nodeLimit) are possible")
    }
    guard let first = nodes.first, first.cpus > 0 else { throw refuse("node 0 needs a CPU to boot on") }
    guard nodes.allSatisfy({ (0...255).contains($0.cpus) && $0.memoryMiB >= 32 }) else {
      throw refuse("a node has 0 to 255 CPUs and at least 32 MiB")
    }
    let total = nodes.reduce(0) { $0 + $1.cpus }
    guard total <= 255 else { throw refuse("\(total) CPUs, 255 are the most of this machine type") }
    guard threadsPerCore > 0, nodes.allSatisfy({ $0.cpus % threadsPerCore == 0 }) else {
      throw refuse("a node's CPUs are no whole number of cores of \(threadsPerCore) threads")
    }
    if let fault = Self.fault(in: distances, nodes: nodes.count) { throw refuse(fault) }
    self.nodes = nodes
    self.distances = distances
    self.threadsPerCore = threadsPerCore
    self.notes = notes
  }

  /// Why QEMU would refuse the distances; nil where it takes them.
  static func fault(in distances: [[Int]], nodes: Int) -> String? {
    if distances.isEmpty { return nil }
    guard distances.count == nodes, distances.allSatisfy({ $0.count == nodes }) else {
      return "the distances are no table of \(nodes) rows and columns"
    }
    for (from, row) in distances.enumerated() {
      for (to, distance) in row.enumerated()
      where from == to ? distance != 10 : !(11...254).contains(distance) {
        return "the distance from node \(from) to \(to) is \(distance); it is 10 to itself, else 11 to 254"
      }
    }
    return nil
  }
}
