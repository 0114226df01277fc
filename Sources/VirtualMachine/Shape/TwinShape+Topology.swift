public import Host
internal import Platform

extension TwinShape {
  /// The shape of a machine, scaled down to a limit of CPUs; `notes` say in what it is unlike.
  ///
  /// Every node keeps at least one CPU (a memory-only node none), cores stay whole, distances stay as they are. Nodes
  /// get new numbers from 0, those with CPUs first.
  ///
  /// - Throws: `TwinError` of kind `badRequest` when the machine has no node with a CPU.
  public init(copying topology: Topology, cpuLimit: Int = usualCPULimit) throws(TwinError) {
    let places = topology.nodes.indices
    let withCPUs = places.filter { !topology.nodes[$0].cpus.isEmpty }
    let without = places.filter { topology.nodes[$0].cpus.isEmpty && topology.nodes[$0].memoryBytes ?? 0 > 0 }
    let limit = min(Self.nodeLimit, max(1, cpuLimit))
    let kept = Array((withCPUs.prefix(limit) + without).prefix(Self.nodeLimit))
    guard !withCPUs.isEmpty else {
      throw TwinError(.badRequest, "the machine to copy has no node with a CPU")
    }

    var notes: [String] = []
    if kept.count < withCPUs.count + without.count {
      notes.append("\(kept.count) of \(withCPUs.count + without.count) nodes")
    }
    let numbers = kept.map { topology.nodes[$0].id }
    if numbers != Array(0..<numbers.count) {
      notes.append(
        "nodes \(numbers.map(String.init).joined(separator: ", ")) are called 0 to \(numbers.count - 1)")
    }
    let (threads, threadNote) = Self.threads(of: topology)
    let real = kept.map { topology.nodes[$0].cpus.count }
    let counts = Self.scaled(real, threads: threads, limit: cpuLimit)
    // A limit below one core a node leaves no room for siblings.
    let fits = counts.allSatisfy { $0 % threads == 0 }
    if let threadNote { notes.append(threadNote) }
    if threads > 1 && !fits { notes.append("SMT is left out: too few CPUs for whole cores") }
    let (total, realTotal) = (counts.reduce(0, +), topology.cpus.count)
    if total < realTotal { notes.append("\(total) of \(realTotal) CPUs") }

    var distances: [[Int]] = []
    if !topology.distances.isEmpty {
      let isWhole =
        topology.distances.count == topology.nodes.count
        && topology.distances.allSatisfy { $0.count == topology.nodes.count }
      guard isWhole else {
        throw TwinError(.badRequest, "the machine to copy has no distance from every node to every other")
      }
      distances = kept.map { from in kept.map { topology.distances[from][$0] } }
      if let fault = Self.fault(in: distances, nodes: kept.count) {
        notes.append("distances are left out: \(fault)")
        distances = []
      }
    }
    try self.init(
      nodes: counts.enumerated().map { Node(cpus: $0.element, memoryMiB: Self.memory(ofNode: $0.offset)) },
      distances: distances, threadsPerCore: fits ? threads : 1, notes: notes)
  }

  /// CPUs of a core where all cores have as many; 1 and a note where they differ.
  private static func threads(of topology: Topology) -> (count: Int, note: String?) {
    let counts = Set(topology.coreCPUs.map(\.count))
    guard let first = counts.first, counts.count == 1 else {
      return (1, counts.isEmpty ? nil : "SMT is left out: not all cores have as many CPUs")
    }
    // A core that a node's border cuts through exists in captures only.
    let whole = topology.nodes.allSatisfy { $0.cpus.count % first == 0 }
    return whole ? (first, nil) : (1, "SMT is left out: a node holds a part of a core")
  }

  /// CPUs of each node in proportion, whole cores, at least one core where there was a CPU.
  private static func scaled(_ counts: [Int], threads: Int, limit: Int) -> [Int] {
    let total = counts.reduce(0, +)
    if total <= limit { return counts }
    let least = counts.count { $0 > 0 } * threads <= limit ? threads : 1
    var scaled = counts.map { count in
      count == 0 ? 0 : max(least, count * limit / total / least * least)
    }
    // What the least of one core a node took too much, the largest nodes give back.
    while scaled.reduce(0, +) > limit, let largest = scaled.max(), largest > least,
      let index = scaled.firstIndex(of: largest)
    {
      scaled[index] -= least
    }
    return scaled
  }
}
