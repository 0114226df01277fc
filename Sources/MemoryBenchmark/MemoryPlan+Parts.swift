internal import Experiment
internal import Host
internal import Platform
internal import Statistics

extension MemoryPlan {
  /// One process for each number of threads, with all loops in it.
  mutating func planBandwidth() throws {
    let steps: ThreadScale.Steps =
      switch options.suite {
      case .quick: .ends
      case .standard: .doubling
      case .thorough: .every
      }
    let counts = options.threads.map { [$0] } ?? ThreadScale.counts(upTo: cpus.count, steps)
    for threads in counts {
      let used = Array(cpus.prefix(threads))
      let bytes = arrayBytes(for: used)
      guard bytes * 3 <= memoryLimit else {
        skip("bandwidth threads=\(threads)", tooLarge(bytes * 3))
        continue
      }
      let ends = threads == 1 || threads == cpus.count || options.threads != nil
      try addBandwidth(
        "bandwidth threads=\(threads)", location(of: used), bytes, loops: loops(primary: ends))
    }
  }

  /// For each node with CPUs and each node with memory: what crosses between them.
  mutating func planMatrix() throws {
    let memoryNodes = topology.nodes.filter {
      ($0.memoryBytes ?? 1) > 0 && topology.allowedNodes.contains($0.id)
    }
    let usable = CPUSet(cpus)
    let cpuNodes = topology.nodes.filter { !$0.cpus.intersection(usable).isEmpty }
    guard memoryNodes.count > 1 else {
      skip("numa_matrix", "one NUMA node")
      return
    }
    for cpuNode in cpuNodes {
      let used = topology.coresFirst(cpuNode.cpus.intersection(usable))
      let cores = Array(used.prefix(topology.coreCPUs.count { !$0.intersection(CPUSet(used)).isEmpty }))
      for memoryNode in memoryNodes {
        let pair = "cpu_node=\(cpuNode.id) memory_node=\(memoryNode.id)"
        if options.suite == .quick, cpuNode.id != cpuNodes[0].id, cpuNode.id != memoryNode.id {
          skip(
            "numa_matrix \(pair)",
            "the quick suite takes the first row and the diagonal; use --suite standard")
          continue
        }
        try addPair(pair, cores, cpuNode, memoryNode)
      }
    }
  }

  private mutating func addPair(
    _ pair: String, _ cores: [Int], _ cpuNode: Topology.Node, _ memoryNode: Topology.Node
  ) throws {
    let bytes = arrayBytes(for: cores)
    let levels = CacheLevels(of: cores[0], in: topology)
    let size = 8 * levels.lastBytes
    let needed = max(bytes * 3, size)
    guard needed <= memoryLimit else {
      skip("numa_matrix \(pair)", tooLarge(needed))
      return
    }
    if let onNode = memoryNode.memoryBytes.map({ Int(clamping: $0) }), needed > onNode / 2 {
      skip(
        "numa_matrix \(pair)",
        "needs \(ByteText.binary(needed)), which is over half of node \(memoryNode.id) (\(ByteText.binary(onNode)))"
      )
      return
    }
    let location = Location(
      cpus: cores, bindNode: memoryNode.id, cpuNode: String(cpuNode.id), memoryNode: String(memoryNode.id))
    try addBandwidth(
      "numa_matrix \(pair) bandwidth", location, bytes,
      loops: [
        LoopChoice(kernel: .read, store: .ordinary, primary: cpuNode.id == memoryNode.id),
        LoopChoice(kernel: .triad, store: .streaming, primary: cpuNode.id == memoryNode.id),
      ])
    let single = Location(
      cpus: [cores[0]], bindNode: memoryNode.id, cpuNode: location.cpuNode, memoryNode: location.memoryNode)
    let point = LatencyWorkload.Point(
      bytes: size, level: levels.name(ofWorkingSet: size), primary: cpuNode.id == memoryNode.id)
    try addLatency("numa_matrix \(pair) latency", single, pages: options.mainPages, points: [point])
  }

  /// The staircase on the first CPU, with base pages and with huge pages.
  mutating func planLatency() throws {
    let levels = CacheLevels(of: cpus[0], in: topology)
    let largest = options.workingSet ?? min(8 * levels.lastBytes, memoryLimit)
    guard options.workingSet != nil || largest >= 4 * levels.lastBytes else {
      skip("latency", tooLarge(4 * levels.lastBytes))
      return
    }
    let sizes = options.workingSet.map { [$0] } ?? workingSets(levels, largest: largest)
    let points = sizes.map {
      LatencyWorkload.Point(bytes: $0, level: levels.name(ofWorkingSet: $0), primary: $0 == largest)
    }
    for pages in options.pages.map({ [$0] }) ?? [.base, .transparentHuge] {
      try addLatency("latency pages=\(pages.rawValue)", location(of: [cpus[0]]), pages: pages, points: points)
    }
    if topology.nodes.count > 1, !options.wants(.numaMatrix) {
      skip("latency per NUMA pair", "measured by the part numa_matrix")
    }
  }

  /// Powers of two from 8 KiB on, half of each cache, and the largest; except in the quick suite, one and a half
  /// times each power as well.
  private func workingSets(_ levels: CacheLevels, largest: Int) -> [Int] {
    let powers = sequence(first: 8 << 10) { $0 * 2 }.prefix { $0 < largest }
    let between = options.suite == .quick ? [] : powers.map { $0 + $0 / 2 }
    return Array(Set(Array(powers) + between + levels.levels.map { $0.bytes / 2 } + [largest]))
      .filter { $0 <= largest && $0 >= 4 << 10 }.sorted()
  }

  /// One thread chases, one on every other core of its node loads.
  mutating func planLoadedLatency() throws {
    guard let chaser = cpus.first else { return }
    let node = topology.node(ofCPU: chaser)
    let core = topology.coreCPUs.first { $0.contains(chaser) } ?? CPUSet([chaser])
    let sameNode = cpus.filter { node?.cpus.contains($0) ?? true }
    let otherCores = topology.coreCPUs.filter { $0 != core }
    var loaders = otherCores.compactMap { other in sameNode.first { other.contains($0) } }
    if loaders.isEmpty { loaders = sameNode.filter { $0 != chaser } }
    guard !loaders.isEmpty else {
      skip("loaded_latency", "needs a second CPU on the node of CPU \(chaser)")
      return
    }
    let workingSet = 4 * CacheLevels(of: chaser, in: topology).lastBytes
    // Every loading thread's share must exceed its own last cache, of which a node may have many.
    let loadBytes = bytesBeyondCaches(of: loaders)
    // All three arrays are mapped and at least partly touched, though the loading threads read only one.
    let needed = workingSet + 3 * loadBytes
    guard needed <= memoryLimit else {
      skip("loaded_latency", tooLarge(needed))
      return
    }
    let loads = options.suite == .quick ? [0, 25, 50, 75, 100] : Array(stride(from: 0, through: 100, by: 10))
    let workload = LoadedLatencyWorkload(
      location: location(of: [chaser] + loaders), workingSet: workingSet, loadBytes: loadBytes,
      pages: options.mainPages,
      instructions: instructions, loads: loads, lineBytes: 64, window: options.window * 2, seed: options.seed)
    try add(
      "loaded_latency", .loadedLatency(workload), seconds: Double(loads.count + 1) * workload.window * 1.25)
  }

  private mutating func addBandwidth(
    _ id: String, _ location: Location, _ bytes: Int, loops: [LoopChoice]
  ) throws {
    guard !loops.isEmpty else { return }
    let workload = BandwidthWorkload(
      location: location, arrayBytes: bytes, bytesBeyondCaches: bytesBeyondCaches(of: location.cpus),
      pages: options.mainPages, instructions: instructions, loops: loops,
      window: options.window)
    try add(id, .bandwidth(workload), seconds: Double(loops.count) * options.window)
  }

  private mutating func addLatency(
    _ id: String, _ location: Location, pages: PageKind, points: [LatencyWorkload.Point]
  ) throws {
    let workload = LatencyWorkload(
      location: location, pages: pages, points: points, lineBytes: 64, window: options.window,
      seed: options.seed)
    try add(id, .latency(workload), seconds: Double(points.count) * 2 * options.window)
  }

  /// The loops that were asked for, in a seeded order; `read` has one kind of store only.
  private func loops(primary: Bool) -> [LoopChoice] {
    let kernels = options.kernels.isEmpty ? StreamKernel.allCases : options.kernels
    let stores = options.store.map { [$0] } ?? StoreKind.allCases
    let all = kernels.flatMap { kernel in
      (kernel.stores ? stores : [.ordinary]).map { store in
        LoopChoice(kernel: kernel, store: store, primary: primary && isPrimary(kernel, store))
      }
    }
    var generator = SeededGenerator(seed: options.seed)
    return generator.shuffled(all)
  }

  /// Copy and triad past the caches, and read: what a planner reckons with. The others are there to explain.
  private func isPrimary(_ kernel: StreamKernel, _ store: StoreKind) -> Bool {
    switch kernel {
    case .read: true
    case .copy, .triad: store == .streaming
    case .scale, .add, .write, .fill: false
    }
  }

  private func tooLarge(_ bytes: Int) -> String {
    "needs \(ByteText.binary(bytes)), the limit is \(ByteText.binary(memoryLimit)); raise --memory or lower --array-size"
  }
}
