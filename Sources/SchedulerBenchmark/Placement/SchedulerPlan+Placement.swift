internal import Experiment
internal import Host
internal import Platform

extension SchedulerPlan {
  /// One process for each policy: as many workers as there are cores in use, under every one of them.
  mutating func planPlacement() throws {
    let workers = corePlaces.count
    try checkThreads(workers, for: "scheduler.placement")
    let window = window(quick: 0.25, longer: 2)
    var planned: [PlacementWorkload] = []
    for policy in PlacementPolicy.allCases {
      let id = "placement policy=\(policy.rawValue)"
      if let reason = whyNot(policy) {
        skip(id, reason)
        continue
      }
      let workload = PlacementWorkload(
        policy: policy, places: places(policy),
        interleavedOver: policy == .interleaved ? memoryNodes : CPUSet(),
        group: policy == .cpuset ? CPUSet(corePlaces) : nil, bytes: workerBytes, window: window,
        seed: options.seed)
      if let same = planned.first(where: { $0.coincides(with: workload) }) {
        skip(id, "the same CPUs and memory here as policy=\(same.policy.rawValue)")
        continue
      }
      planned.append(workload)
      try add(id, .placement(workload), seconds: window)
    }
  }

  /// The first CPU in use of each core, in the order of the cores.
  private var corePlaces: [Int] {
    let used = CPUSet(cpus)
    let known = topology.coreCPUs.compactMap { $0.intersection(used).first }
    return known + cpusOfNoCore.numbers
  }

  /// All CPUs in use, those of one core side by side.
  private var corewise: [Int] {
    let used = CPUSet(cpus)
    return topology.coreCPUs.flatMap { $0.intersection(used).numbers } + cpusOfNoCore.numbers
  }

  private var cpusOfNoCore: CPUSet {
    topology.coreCPUs.reduce(CPUSet(cpus)) { $0.subtracting($1) }
  }

  private func places(_ policy: PlacementPolicy) -> [PlacementWorkload.Place] {
    let used = CPUSet(cpus)
    let cores = corePlaces
    func place(_ cpus: CPUSet?, node: Int? = nil) -> PlacementWorkload.Place {
      PlacementWorkload.Place(cpus: cpus?.intersection(used) ?? used, node: node)
    }
    return switch policy {
    case .none, .interleaved, .cpuset: cores.map { _ in place(nil) }
    case .perCPU: corewise.prefix(cores.count).map { place(CPUSet([$0])) }
    case .perCore: cores.map { place(CPUSet([$0])) }
    case .perCache: grouped(cores) { lastCache(of: $0)?.cpus.first }.map { place(lastCache(of: $0)?.cpus) }
    case .perNode:
      grouped(cores) { topology.node(ofCPU: $0)?.id }.map { cpu in
        let node = topology.node(ofCPU: cpu)
        return place(node?.cpus, node: node.flatMap { memoryNodes.contains($0.id) ? $0.id : nil })
      }
    }
  }

  /// The CPUs of a group side by side, so that workers that meet are in one group where its number is even.
  private func grouped(_ cpus: [Int], by group: (Int) -> Int?) -> [Int] {
    var order: [Int?] = []
    for cpu in cpus where !order.contains(group(cpu)) { order.append(group(cpu)) }
    return order.flatMap { name in cpus.filter { group($0) == name } }
  }

  private func lastCache(of cpu: Int) -> Topology.Cache? { topology.dataCaches(of: cpu).last }

  /// Nodes whose memory this process may use and that is there for programs: not a GPU's.
  private var memoryNodes: CPUSet {
    CPUSet(
      topology.nodes.filter {
        !$0.memoryOnly && ($0.memoryBytes ?? 1) > 0 && topology.allowedNodes.contains($0.id)
      }.map(\.id))
  }

  /// Why a policy is no placement here, or may not be tried; nil where it may be.
  private func whyNot(_ policy: PlacementPolicy) -> String? {
    let cores = corePlaces
    switch policy {
    case .none: return nil
    case .perCPU: return cpus.count > 1 ? nil : "one CPU in use"
    case .perCore:
      return cores.count < cpus.count
        ? nil : "no SMT siblings among the CPUs in use: the same as policy=per_cpu"
    case .perCache:
      let caches = Set(cores.map { lastCache(of: $0)?.cpus })
      if caches.contains(nil) { return "the kernel does not tell the last-level cache of every CPU in use" }
      return caches.count > 1 ? nil : "one last-level cache for all CPUs in use: the same as policy=none"
    case .perNode:
      let nodes = Set(cores.map { topology.node(ofCPU: $0)?.id })
      if nodes.contains(nil) { return "the kernel does not tell the NUMA node of every CPU in use" }
      return nodes.count > 1 ? nil : "all CPUs in use are on one NUMA node: the same as policy=none"
    case .interleaved: return memoryNodes.count > 1 ? nil : "one NUMA node with memory"
    case .cpuset:
      guard options.mayCreateGroup else { return "makes a temporary control group: allow it with --cgroup" }
      return rights.withoutCPUSets
    }
  }

  /// Twice a core's share of its last-level cache, so that memory counts, between 1 and 16 MiB.
  private var workerBytes: Int {
    let shares = corePlaces.compactMap { cpu -> Int? in
      guard let cache = lastCache(of: cpu), let bytes = cache.bytes else { return nil }
      let cores = topology.coreCPUs.count { !$0.intersection(cache.cpus).isEmpty }
      return Int(clamping: bytes) / max(1, cores)
    }
    return min(16 << 20, max(1 << 20, 2 * (shares.max() ?? 4 << 20)))
  }
}
