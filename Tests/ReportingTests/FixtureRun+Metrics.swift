import Experiment
import Host
import Statistics

extension FixtureRun {
  /// About normal, mean 0, deviation 1: the sum of twelve uniform values, less 6.
  func noise(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double(generator.below(1_000_000)) / 1e6 }
  }

  func metric(
    _ id: String, _ labels: [String: String], unit: String, better: Metric.Direction, primary: Bool = false,
    spread: Double = 0.01, _ generator: inout SeededGenerator, value: (Int) -> Double
  ) -> Metric {
    var metric = Metric(
      id: id, labels: labels, unit: unit, better: better, role: primary ? .primary : .informational)
    for run in run(ofBlocks: blocks) {
      var record = Noise()
      record.window = 0.3
      record.stealShare = 0
      record.otherUseShare = run.valid ? (suspect.contains(run.block) ? 0.093 : 0.004) : 0.31
      record.involuntarySwitches = 3
      record.gapShare = 0.001
      record.spinBefore = 1e-3
      record.spinAfter = 1.002e-3
      record.placement = [11.2e-9, 31.5e-9]
      let disturbed = run.valid ? 1 : better == .higher ? 0.8 : 1.25
      metric.samples.append(
        Sample(
          value: value(run.block) * disturbed * (1 + spread * noise(&generator)), block: run.block,
          attempt: run.attempt, valid: run.valid, noise: record))
    }
    return metric
  }

  private func run(ofBlocks count: Int) -> [(block: Int, attempt: Int, valid: Bool)] {
    (0..<count).flatMap { block in
      invalid.contains(block) ? [(block, 0, false), (block, 1, true)] : [(block, 0, true)]
    }
  }

  func bandwidth(_ generator: inout SeededGenerator) -> [Metric] {
    let loops: [(kernel: String, store: String, rate: Double, primary: Bool)] = [
      ("copy", "ordinary", 28e9, false), ("copy", "streaming", 41e9, true),
      ("scale", "ordinary", 27e9, false),
      ("add", "ordinary", 30e9, false), ("triad", "ordinary", 30.5e9, false),
      ("triad", "streaming", 43e9, true),
      ("read", "ordinary", 47e9, true), ("write", "streaming", 38e9, false),
      ("fill", "streaming", 39e9, false),
    ]
    var counts = sequence(first: 1) { $0 * 2 }.prefix { $0 < cpuCount }.map { $0 }
    counts.append(cpuCount)
    return counts.flatMap { threads in
      loops.map { loop in
        let share = 1 - 1 / (1 + 0.45 * Double(threads))
        let labels = [
          "kernel": loop.kernel, "store": loop.store, "isa": "avx2", "pages": "thp",
          "threads": String(threads),
          "bus_factor": loop.store == "ordinary" && loop.kernel != "read" ? "1.5" : "1",
          "cpu_node": nodeCount == 1 ? "0" : threads <= coresPerNode ? "0" : "all",
          "memory_node": nodeCount == 1 || threads <= coresPerNode ? "0" : "local",
        ]
        let isBimodal = hasModes && threads == counts.last
        return metric(
          "memory.bandwidth", labels, unit: "B/s", better: .higher,
          primary: loop.primary && (threads == 1 || threads == counts.last), &generator
        ) { block in
          loop.rate * share * Double(min(nodeCount, (threads + coresPerNode - 1) / coresPerNode))
            * (isBimodal && block.isMultiple(of: 2) ? 1.9 : 1)
        }
      }
    }
  }

  func latency(_ generator: inout SeededGenerator) -> [Metric] {
    let sizes = sequence(first: 4 << 10) { $0 * 2 }.prefix { $0 <= 256 << 20 }
    return ["4k", "thp"].flatMap { pages in
      sizes.map { size in
        let (level, base): (String, Double) =
          switch size {
          case ...(48 << 10): ("L1", 1.3e-9)
          case ...(2 << 20): ("L2", 4.1e-9)
          case ...(32 << 20): ("L3", 21e-9)
          case ..<(128 << 20): ("mixed", 74e-9)
          default: ("DRAM", 92e-9)
          }
        let walk = pages == "4k" && size > 2 << 20 ? 1.22 : 1
        let labels = [
          "cpu_node": "0", "memory_node": "0", "working_set": String(size), "level": level, "pages": pages,
        ]
        return metric(
          "memory.latency", labels, unit: "s", better: .lower, primary: size == 256 << 20, &generator
        ) { _ in base * walk }
      }
    }
  }

  func loaded(_ generator: inout SeededGenerator) -> [Metric] {
    stride(from: 0, through: 100, by: 10).flatMap { load -> [Metric] in
      let share = Double(load) / 100
      let labels = ["cpu_node": "0", "memory_node": "0", "load": String(load), "pages": "thp"]
      return [
        metric("memory.loaded_latency", labels, unit: "s", better: .lower, spread: 0.02, &generator) { _ in
          92e-9 + 14e-9 * share / (1.06 - share)
        },
        metric("memory.loaded_bandwidth", labels, unit: "B/s", better: .higher, &generator) { _ in
          46e9 * share
        },
      ]
    }
  }

  func matrix(_ generator: inout SeededGenerator) -> [Metric] {
    (0..<nodeCount).flatMap { cpuNode in
      (0..<nodeCount).flatMap { memoryNode -> [Metric] in
        let distance = topology.distances[cpuNode][memoryNode]
        let place = ["cpu_node": String(cpuNode), "memory_node": String(memoryNode), "pages": "thp"]
        let loop = place.merging(
          ["isa": "avx2", "threads": String(coresPerNode), "bus_factor": "1"], uniquingKeysWith: { $1 })
        let rate = 47e9 * (1 - 1 / (1 + 0.45 * Double(coresPerNode))) * 10 / Double(distance)
        let chase = place.merging(
          ["working_set": String(256 << 20), "level": "DRAM"], uniquingKeysWith: { $1 })
        var metrics = [("read", "ordinary", 1.0), ("triad", "streaming", 43.0 / 47)].map {
          kernel, store, share in
          metric(
            "memory.bandwidth", loop.merging(["kernel": kernel, "store": store], uniquingKeysWith: { $1 }),
            unit: "B/s", better: .higher, &generator
          ) { _ in rate * share }
        }
        if cpuNode > 0 || memoryNode > 0 {
          metrics.append(
            metric("memory.latency", chase, unit: "s", better: .lower, &generator) { _ in
              60e-9 + 3.2e-9 * Double(distance)
            })
        }
        return metrics
      }
    }
  }

  /// A metric that no section knows.
  func unknown(_ generator: inout SeededGenerator) -> [Metric] {
    ["alpha", text].map { name in
      metric("example.rate", ["variant": name], unit: "op/s", better: .higher, &generator) { _ in 1.2e6 }
    }
  }
}
