internal import Platform

extension Topology {
  /// Reads the shape of this machine, or of a captured one from a directory with its `/sys` and `/proc`.
  ///
  ///     let here = try Topology.read()
  ///     let there = try Topology.read(fsroot: "/captures/node7")
  ///
  /// - Throws: `HardwareInventoryError` when the directory is none or holds no machine, or hwloc fails;
  ///   `SystemError` when this process's affinity cannot be read.
  public static func read(fsroot: String? = nil) throws -> Topology {
    let inventory = try HardwareInventory.read(root: fsroot)
    return Topology(
      inventory, root: HostRoot(directory: fsroot), affinity: fsroot == nil ? try Affinity.current() : nil)
  }

  /// The shape that an inventory and the files beside it describe.
  ///
  /// - Parameters:
  ///   - root: where the inventory came from; for what hwloc does not report.
  ///   - affinity: the CPUs that this process may use; nil for a captured machine.
  init(_ inventory: HardwareInventory, root: HostRoot, affinity: CPUSet?) {
    func sets(_ kind: HardwareInventory.Kind) -> [CPUSet] {
      Self.inOrder(inventory.objects.filter { $0.kind == kind }.map(\.cpus))
    }
    let online = inventory.machine?.cpus ?? CPUSet()
    let packages = sets(.package)
    let dies = sets(.die)
    let cores = sets(.core)
    let grouped = cores.reduce(CPUSet()) { $0.union($1) }
    let alone = online.subtracting(grouped).numbers.map { CPUSet([$0]) }
    let present = root.list("sys/devices/system/cpu/present") ?? inventory.machine?.completeCPUs ?? online
    let allowed = inventory.allowedCPUs.intersection(online)
    let nodes = Self.nodes(of: inventory, root: root)
    self.init(
      packages: packages.count,
      dies: packages.reduce(0) { count, package in count + max(1, dies.count { $0.isSubset(of: package) }) },
      cores: cores.count,
      coreCPUs: Self.inOrder(cores + alone),
      packageCPUs: packages.isEmpty ? [online] : packages,
      cpus: online,
      offlineCPUs: present.subtracting(online),
      allowedCPUs: affinity.map(allowed.intersection) ?? allowed,
      allowedNodes: inventory.allowedNodes.intersection(CPUSet(nodes.map(\.id))),
      nodes: nodes,
      distances: Self.distances(of: inventory, nodes: nodes.map(\.id)),
      caches: Self.caches(of: inventory),
      coreKinds: Self.coreKinds(of: inventory, online: online))
  }

  /// By first CPU; sets without an online CPU are left out.
  private static func inOrder(_ sets: [CPUSet]) -> [CPUSet] {
    sets.compactMap { set in set.first.map { (first: $0, set: set) } }.sorted { $0.first < $1.first }.map(
      \.set)
  }

  // MARK: Nodes

  private static func nodes(of inventory: HardwareInventory, root: HostRoot) -> [Node] {
    var nodes = inventory.objects.compactMap { object -> Node? in
      guard case .node(let node) = object.kind, let id = object.number else { return nil }
      let directory = "sys/devices/system/node/node\(id)"
      // hwloc gives a memory-only node the CPUs that it is near to; the kernel's own map is empty.
      let memoryOnly = (cpuMap(of: directory, root: root)?.isEmpty ?? false) || object.cpus.isEmpty
      let known = node.memoryBytes > 0 || root.exists("\(directory)/meminfo")
      return Node(
        id: id, cpus: memoryOnly ? CPUSet() : object.cpus, nearCPUs: object.cpus,
        memoryBytes: known ? node.memoryBytes : nil, memoryOnly: memoryOnly, kind: node.subtype)
    }
    // Pages that a virtual machine has not initialised yet are missing in the node's count, not in MemTotal.
    if root.isLive, nodes.count == 1, let total = MemoryInfo(root: root)?.totalBytes {
      nodes[0].memoryBytes = max(nodes[0].memoryBytes ?? 0, total)
    }
    return nodes.sorted { $0.id < $1.id }
  }

  /// The CPUs of a node as the kernel says; old kernels have only the mask, `0000ffff,00000000`.
  private static func cpuMap(of directory: String, root: HostRoot) -> CPUSet? {
    if let list = root.list("\(directory)/cpulist") { return list }
    guard let mask = root.text("\(directory)/cpumap"), !mask.isEmpty else { return nil }
    let parts = mask.split(separator: ",", omittingEmptySubsequences: false).map { UInt64($0, radix: 16) }
    var words = [UInt64](repeating: 0, count: (parts.count + 1) / 2)
    for (index, part) in parts.reversed().enumerated() {
      guard let part, part <= UInt32.max else { return nil }
      words[index / 2] |= part << UInt64(32 * (index % 2))
    }
    return CPUSet(words: words)
  }

  /// The matrix in the order of `nodes`; empty unless it covers all of them.
  private static func distances(of inventory: HardwareInventory, nodes: [Int]) -> [[Int]] {
    guard let matrix = inventory.distances else { return [] }
    let places = nodes.compactMap { matrix.nodes.firstIndex(of: $0) }
    guard places.count == nodes.count else { return [] }
    return places.map { from in places.map { matrix.values[from][$0] } }
  }

  // MARK: Caches and kinds

  private static func caches(of inventory: HardwareInventory) -> [Cache] {
    let order: [Cache.Kind] = [.data, .instruction, .unified]
    let found = inventory.objects.compactMap { object -> (cache: Cache, kind: Int, first: Int)? in
      guard case .cache(let cache) = object.kind, let first = object.cpus.first else { return nil }
      let kind: Cache.Kind =
        switch cache.content {
        case .data: .data
        case .instruction: .instruction
        case .unified: .unified
        }
      return (
        Cache(level: cache.level, kind: kind, bytes: cache.bytes == 0 ? nil : cache.bytes, cpus: object.cpus),
        order.firstIndex(of: kind) ?? 0, first
      )
    }
    return found.sorted { ($0.cache.level, $0.kind, $0.first) < ($1.cache.level, $1.kind, $1.first) }.map(
      \.cache)
  }

  /// Names every kind; empty where all cores are alike or nothing is known.
  ///
  /// What the processor says of itself comes first, then the rank by speed. A second kind of the same name
  /// (the low-power cores beside the efficient ones) gets a number.
  static func coreKinds(of inventory: HardwareInventory, online: CPUSet) -> [CoreKind] {
    let kinds = inventory.cpuKinds.map { (kind: $0, cpus: $0.cpus.intersection(online)) }
      .filter { !$0.cpus.isEmpty }
    guard kinds.count > 1 else { return [] }
    let highest = kinds.compactMap(\.kind.rank).max()
    let lowest = kinds.compactMap(\.kind.rank).min()
    var used: [String: Int] = [:]
    var result: [CoreKind] = []
    // Fastest first, as people list them; unranked ones as they come.
    for (index, entry) in kinds.enumerated().sorted(by: { rank($0) > rank($1) }) {
      let name: String
      switch entry.kind.infos["CoreType"]?.lowercased().filter(\.isLetter) {
      case "intelcore": name = "performance"
      case "intelatom": name = "efficient"
      default:
        switch entry.kind.rank {
        case let rank? where rank == highest: name = "performance"
        case let rank? where rank == lowest: name = "efficient"
        default: name = "kind-\(index)"
        }
      }
      let count = (used[name] ?? 0) + 1
      used[name] = count
      result.append(CoreKind(name: count == 1 ? name : "\(name)-\(count)", cpus: entry.cpus))
    }
    return result

    func rank(_ item: (offset: Int, element: (kind: HardwareInventory.CPUKind, cpus: CPUSet))) -> (Int, Int) {
      (item.element.kind.rank ?? -1, -item.offset)
    }
  }
}
