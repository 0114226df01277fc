internal import Experiment
internal import Host
internal import Platform

extension AIOPlan {
  /// Exactly what the options describe.
  mutating func planLoad() throws { try add("load", [described.with { $0.primary = true }]) }

  /// Random reads of a page, from one at a time to more than a device can use.
  mutating func planDepth() throws {
    let depths: [Int] =
      switch options.suite {
      case .quick: [1, 4, 16, 32, 128]
      case .standard: [1, 2, 4, 8, 16, 32, 64, 128, 256]
      case .thorough: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024]
      }
    // The ends decide verdicts: what one request takes, and what the device can do.
    try add("depth", depths.map { depth in usual(depth) { $0.primary = depth == 1 || depth == 32 } })
  }

  /// io_uring and plain reads beside the depth sweep's libaio.
  mutating func planEngines() throws {
    try add(
      "engines",
      [usual(1) { $0.engine = .uring }, usual(32) { $0.engine = .uring }, usual(1) { $0.engine = .sync }])
  }

  /// What batches and the shared ring change against the depth sweep's one by one.
  mutating func planBatching() throws {
    try add(
      "batching",
      [
        usual(32) { $0.batch = 8 }, usual(32) { $0.completion = .ring },
        usual(32) {
          $0.batch = 8
          $0.completion = .ring
        },
        usual(32) {
          $0.engine = .uring
          $0.batch = 8
        },
      ])
  }

  /// A queue on each CPU, as far as eight.
  mutating func planJobs() throws {
    guard cpus.count > 1 else {
      skip("jobs", "one CPU in use")
      return
    }
    try add("jobs", [usual(32) { $0.jobs = min(8, cpus.count) }])
  }

  /// Large blocks, as copying and streaming make them.
  mutating func planSequential() throws {
    let reads = usual(8) {
      $0.access = .read
      $0.blockBytes = 128 << 10
    }
    try add("sequential", [reads, reads.with { $0.access = .write }])
  }

  /// Random writes of a page.
  mutating func planWrites() throws {
    try add("write", [1, 32].map { depth in usual(depth) { $0.access = .randwrite } })
  }

  /// Seven reads to three writes, as databases are often modelled.
  mutating func planMix() throws { try add("mix", [usual(32) { $0.access = .randrw }]) }

  /// Writes that survive a power cut once they have ended.
  mutating func planSync() throws {
    try add(
      "sync",
      [IOJob.Sync.fdatasync, .dsync].map { sync in
        usual(1) {
          $0.access = .randwrite
          $0.sync = sync
        }
      })
  }

  /// Arrivals that do not wait: a tenth of what a common disk takes.
  mutating func planRate() throws {
    guard options.suite != .quick || !options.parts.isEmpty else {
      skip("rate", "takes longer than the quick suite has; use --suite standard, or --rate")
      return
    }
    try add("rate", [usual(64) { $0.rate = options.rate ?? 1_000 }])
  }

  /// The deepest queue that keeps its latency below a limit, of the load that is described.
  mutating func planKnee() throws {
    let load = described.with { $0.depth = 1 }
    guard load.engine != .sync else {
      skip("knee", "the engine sync has one request at a time")
      return
    }
    let limit = options.p99 ?? 1e-3
    let workload = KneeWorkload(
      range: facts.range, load: load, deepest: deepest, limit: limit, limitText: Self.text(limit), cpus: cpus,
      window: options.suite == .quick ? min(window, 0.05) : window, settling: settling, seed: options.seed)
    try add("knee", .knee(workload), seconds: 25 * (window + 0.1))
  }

  /// The same load from the CPUs of each node: what it costs to be far from the device.
  mutating func planNodes() throws {
    let nodes = topology.nodes.filter { !$0.cpus.intersection(cpus).isEmpty }
    guard nodes.count > 1 else {
      skip("nodes", "one NUMA node has CPUs in use")
      return
    }
    guard let device = facts.deviceNode else {
      skip("nodes", "the device does not tell its NUMA node")
      return
    }
    for node in nodes {
      try add(
        "nodes cpu_node=\(node.id)", [usual(1), usual(32)], on: node.cpus.intersection(cpus),
        labels: ["cpu_node": String(node.id), "device_node": String(device)])
    }
  }

  /// Stamped writes, read back.
  mutating func planVerify() throws {
    let workload = VerifyWorkload(
      range: facts.range, load: described.with { $0.depth = options.depth ?? ($0.engine == .sync ? 1 : 16) },
      journalBeside: facts.journalBeside, cpus: cpus, window: window, seed: options.seed)
    // Reading back takes as long as the range is large: a slow disk gives 50 MB/s.
    try add("verify", .verify(workload), seconds: window + Double(facts.range.byteCount) / 50e6)
  }

  /// Refuses what cannot be recorded block by block.
  func checkVerify(_ load: IOLoad) throws {
    guard load.access.writes else {
      throw PlanRefused(
        "--verify with --rw \(load.access.rawValue): reads leave nothing to verify; take --rw randwrite")
    }
    guard load.blockBytes.isMultiple(of: 512) else {
      throw PlanRefused(
        "--verify with --block \(SizeText.short(load.blockBytes)): stamped blocks are multiples of 512 bytes")
    }
    guard load.jobs == 1 else {
      throw PlanRefused("--verify with --jobs \(load.jobs): writes are recorded by one thread; take --jobs 1")
    }
    guard facts.range.byteCount / UInt64(load.blockBytes) > UInt64(max(16, load.depth)) else {
      throw PlanRefused(
        "--verify: \(facts.range.path) has fewer blocks than may be in flight; take a larger file or a smaller --block"
      )
    }
  }

  /// Random reads of a page by libaio.
  private func usual(_ depth: Int, _ change: (inout IOLoad) -> Void = { _ in }) -> IOLoad {
    var load = IOLoad()
    load.depth = depth
    load.isDirect = !options.isBuffered
    load.blockBytes = max(load.blockBytes, facts.alignment ?? 0)
    change(&load)
    return load
  }

  private var deepest: Int {
    guard let limit = facts.aioLimit else { return 1_024 }
    return max(1, min(1_024, limit - facts.aioInUse))
  }

  /// `1ms`, `200us`, `1.5s`.
  private static func text(_ seconds: Double) -> String {
    for (unit, factor) in [("s", 1.0), ("ms", 1e-3)] where seconds >= factor {
      let count = seconds / factor
      return count == count.rounded() ? "\(Int(count))\(unit)" : "\((count * 1_000).rounded() / 1_000)\(unit)"
    }
    return "\(Int((seconds * 1e6).rounded()))us"
  }
}
