import Experiment
import Host
import Statistics

/// Runs of the memory benchmark on made-up machines: seeded, so that every figure repeats to the last digit.
struct TableFixture {
  var packages = 1
  var nodes = 1
  var cpusPerNode = 2
  var blocks = 5
  /// Verdicts of blocks that are not valid, by block.
  var verdicts: [Int: Block.Verdict] = [:]
  /// Whether triad falls into two modes.
  var twoModes = false
  var hostName = "node1"

  private var generator = SeededGenerator(seed: 42)

  init() {}

  static func twoCPUs() -> Run {
    var fixture = TableFixture()
    fixture.verdicts = [2: .suspect]
    return fixture.run()
  }

  static func eightNodes() -> Run {
    var fixture = TableFixture()
    fixture.packages = 4
    fixture.nodes = 8
    fixture.cpusPerNode = 12
    fixture.blocks = 10
    fixture.verdicts = [3: .invalid]
    return fixture.run()
  }

  var topology: Topology {
    FixtureMachine(
      packages: packages, nodes: nodes, coresPerNode: cpusPerNode, threadsPerCore: 1, firstCache: 32 << 10,
      secondCache: 1 << 20
    ).topology
  }

  /// A Run with its host, and nothing measured.
  func empty() -> Run {
    let host = Fingerprint(
      mustMatch: ["cpu_model": "Example EX-9000", "architecture": "x86_64"],
      declared: ["kernel": "6.18.0-1-amd64"],
      noted: [
        "host": hostName, "hypervisor": "KVM", "distribution": "Debian GNU/Linux 12",
        "thp_enabled": "madvise",
        "microcode": "unknown",
      ],
      topology: topology, settings: ["sysctl/vm.swappiness": "60"])
    var run = Run(
      id: "\(hostName)-1",
      tool: .init(name: "assay", version: "0.1.0", build: "release", arguments: ["memory"]),
      started: "2026-11-23T11:11:21Z", host: host,
      plan: Plan(suite: .quick, seed: 1, blocks: blocks, repeats: blocks, timeLimit: nil, limits: .standard))
    run.status = .complete
    return run
  }

  /// A Run with everything that the memory benchmark reports.
  func run() -> Run {
    var maker = self
    return maker.measured()
  }

  private mutating func measured() -> Run {
    var run = empty()
    for block in 0..<blocks {
      let verdict = verdicts[block] ?? .valid
      let reason = "memory.latency: 12 % of the CPUs used by others (limit \(verdict == .invalid ? 10 : 5) %)"
      run.blocks.append(
        Block(
          block: block, attempt: 0, verdict: verdict, reasons: verdict == .valid ? [] : [reason], seconds: 4))
      run.plan.order.append(["memory.bandwidth", "memory.latency"])
    }
    run.metrics = bandwidths() + latencies() + loads()
    run.skipped = nodes == 1 ? [.init(part: "memory.numa_matrix", reason: "one NUMA node")] : []
    run.warnings = [
      .init(
        code: "memory.huge_pages_missing",
        message: "transparent huge pages were asked for and not given in full",
        advice: "compare /sys/kernel/mm/transparent_hugepage/enabled and free memory")
    ]
    return run
  }

  private mutating func bandwidths() -> [Metric] {
    let all = nodes * cpusPerNode
    let counts = all == 2 ? [1, 2] : [1, 4, 16, all]
    var metrics: [Metric] = []
    for (kernel, store, factor) in [
      ("copy", "ordinary", "1.5"), ("copy", "streaming", "1"), ("read", "ordinary", "1"),
      ("triad", "ordinary", "1.33"), ("triad", "streaming", "1"),
    ] {
      for threads in counts {
        let place = threads > cpusPerNode ? ("all", "local") : ("0", "0")
        let rate = (store == "streaming" ? 20e9 : 14e9) * Double(threads).squareRoot()
        metrics.append(
          bandwidth(kernel, store, factor, threads, place, rate, modes: twoModes && kernel == "triad"))
      }
    }
    guard nodes > 1 else { return metrics }
    for cpu in 0..<nodes {
      for memory in 0..<nodes {
        let rate = cpu == memory ? 40e9 : cpu / 2 == memory / 2 ? 30e9 : 18e9
        metrics.append(
          bandwidth("read", "ordinary", "1", cpusPerNode, ("\(cpu)", "\(memory)"), rate, modes: false))
      }
    }
    return metrics
  }

  private mutating func bandwidth(
    _ kernel: String, _ store: String, _ factor: String, _ threads: Int, _ place: (String, String),
    _ rate: Double,
    modes: Bool
  ) -> Metric {
    metric(
      "memory.bandwidth",
      [
        "kernel": kernel, "store": store, "isa": "avx2", "pages": "thp", "threads": "\(threads)",
        "bus_factor": factor, "cpu_node": place.0, "memory_node": place.1,
      ], unit: "B/s", better: .higher,
      role: store == "streaming" || kernel == "read" ? .primary : .informational,
      modes ? [rate, rate * 1.9] : [rate])
  }

  private mutating func latencies() -> [Metric] {
    var metrics: [Metric] = []
    for pages in ["4k", "thp"] {
      for shift in 13...28 {
        let bytes = 1 << shift
        let (level, seconds) =
          bytes <= 32 << 10
          ? ("L1", 1.1e-9)
          : bytes <= 1 << 20
            ? ("L2", 3.9e-9)
            : bytes <= 32 << 20 ? ("L3", 14e-9) : bytes < 128 << 20 ? ("mixed", 70e-9) : ("DRAM", 100e-9)
        metrics.append(
          latency(bytes, level, pages, ("0", "0"), seconds * (pages == "4k" && level == "DRAM" ? 1.2 : 1)))
      }
    }
    for cpu in 0..<nodes {
      for memory in 0..<nodes where nodes > 1 {
        metrics.append(
          latency(1 << 29, "DRAM", "thp", ("\(cpu)", "\(memory)"), cpu == memory ? 100e-9 : 180e-9))
      }
    }
    return metrics
  }

  private mutating func latency(
    _ bytes: Int, _ level: String, _ pages: String, _ place: (String, String), _ seconds: Double
  ) -> Metric {
    metric(
      "memory.latency",
      [
        "working_set": "\(bytes)", "level": level, "pages": pages, "cpu_node": place.0,
        "memory_node": place.1,
      ],
      unit: "s", better: .lower, role: .informational, [seconds])
  }

  private mutating func loads() -> [Metric] {
    let curve = [
      (0, 0.0, 100e-9), (25, 7e9, 104e-9), (50, 14e9, 112e-9), (75, 21e9, 135e-9), (100, 24e9, 240e-9),
    ]
    return curve.flatMap { load, rate, seconds -> [Metric] in
      let labels = ["load": "\(load)", "pages": "thp", "cpu_node": "0", "memory_node": "0"]
      return [
        metric("memory.loaded_latency", labels, unit: "s", better: .lower, role: .informational, [seconds]),
        metric("memory.loaded_bandwidth", labels, unit: "B/s", better: .higher, role: .informational, [rate]),
      ]
    }
  }

  /// One sample a block, within 1 % of the center of its mode; modes take turns.
  private mutating func metric(
    _ id: String, _ labels: [String: String], unit: String, better: Metric.Direction, role: Metric.Role,
    _ centers: [Double]
  ) -> Metric {
    let samples = (0..<blocks).map { block in
      let center = centers[block % centers.count]
      let jitter = 1 + (Double(generator.below(2001)) - 1000) / 100_000
      return Sample(value: center * jitter, block: block, valid: verdicts[block] != .invalid, noise: Noise())
    }
    return Metric(id: id, labels: labels, unit: unit, better: better, role: role, samples: samples)
  }
}
