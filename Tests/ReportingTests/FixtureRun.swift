import Experiment
import Host
import Statistics

/// Runs made of a seed, for tests of reports: the shape of a machine, and what the memory benchmark would find on it.
struct FixtureRun {
  var packages = 1
  var nodesPerPackage = 1
  var coresPerNode = 4
  var threadsPerCore = 2
  var blocks = 10
  var seed: UInt64 = 7
  /// Every text that comes from outside: host name, labels, reasons.
  var text = "node1.example"
  /// Whether bandwidth with all threads falls into two modes.
  var hasModes = false
  /// Of so many steps from CPU to CPU one is measured.
  var pairStep = 1
  /// Blocks that are suspect and blocks that are invalid.
  var suspect: Set<Int> = [2]
  var invalid: Set<Int> = [5]

  var machine: FixtureMachine {
    FixtureMachine(
      packages: packages, nodes: packages * nodesPerPackage, coresPerNode: coresPerNode,
      threadsPerCore: threadsPerCore, firstCache: 48 << 10, secondCache: 2 << 20)
  }
  var nodeCount: Int { machine.nodes }
  var cpuCount: Int { machine.cpuCount }
  var topology: Topology { machine.topology }

  /// A Run of this machine with nothing measured yet.
  var empty: Run {
    let host = Fingerprint(
      mustMatch: [
        "architecture": "x86_64", "cpu_model": "Example Processor 9000", "cpu_flags": "sse2 avx avx2 avx512f",
        "topology": "\(packages) packages",
      ],
      declared: ["kernel": "6.18.0", "kernel_version": "#1 SMP"],
      noted: [
        "host": text, "governor": "performance", "hypervisor": "kvm", "memory_total_bytes": "137438953472",
        "mitigations": "unknown",
      ],
      topology: topology, settings: ["sysctl/vm.swappiness": "60", "sysctl/kernel.numa_balancing": "1"])
    let plan = Plan(
      suite: .standard, seed: seed, blocks: blocks, repeats: 3, timeLimit: nil, limits: .standard)
    return Run(
      id: "5f0c2d1e",
      tool: .init(
        name: "assay", version: "0.1.0", build: "release", arguments: ["memory", "--suite", "standard"]),
      started: "2026-11-23T09:26:00Z", host: host, plan: plan)
  }

  /// A complete Run without metrics.
  var finished: Run {
    var run = empty
    run.status = .complete
    run.finished = "2026-11-23T09:31:12Z"
    for block in 0..<blocks {
      let isBad = invalid.contains(block)
      let verdict: Block.Verdict = isBad ? .invalid : suspect.contains(block) ? .suspect : .valid
      let reasons =
        verdict == .valid ? [] : ["memory.bandwidth \(text): 9.3 % of the CPUs used by others (limit 5 %)"]
      run.blocks.append(Block(block: block, attempt: 0, verdict: verdict, reasons: reasons, seconds: 21.5))
      if isBad {
        run.blocks.append(Block(block: block, attempt: 1, verdict: .valid, reasons: [], seconds: 21.2))
      }
    }
    return run
  }

  /// A complete Run of the memory benchmark.
  var run: Run {
    var run = finished
    var generator = SeededGenerator(seed: seed)
    run.metrics = bandwidth(&generator) + latency(&generator) + loaded(&generator) + unknown(&generator)
    if nodeCount > 1 { run.metrics += matrix(&generator) }
    run.skipped = [.init(part: "memory.numa_matrix", reason: "one NUMA node; \(text)")]
    run.warnings = [
      .init(
        code: "memory.huge_pages_missing",
        message: "Only 12 % of the memory is backed by huge pages. \(text)",
        advice: "Set transparent_hugepage/enabled to madvise or always, and measure again.")
    ]
    return run
  }
}
