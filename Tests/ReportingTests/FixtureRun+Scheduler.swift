import Experiment
import Statistics

extension FixtureRun {
  /// A Run of the scheduler benchmark alone.
  var scheduler: Run {
    var run = finished
    var generator = SeededGenerator(seed: seed)
    run.tool.arguments = ["scheduler"]
    run.metrics =
      wakeups(&generator) + requests(&generator) + switches(&generator) + coreToCore(&generator)
      + messaging(&generator) + disturbance(&generator) + migration(&generator) + placement(&generator)
    return run
  }

  /// How near two CPUs of this machine are.
  private func pairing(_ first: Int, _ second: Int) -> String {
    let cores = nodeCount * coresPerNode
    if first == second { return "same_cpu" }
    if first % cores == second % cores { return "siblings" }
    return first % cores / coresPerNode == second % cores / coresPerNode ? "same_cache" : "other_node"
  }

  /// A metric for each quantile of latencies around a median, with a tail; p50 holds them all.
  func distribution(
    _ id: String, _ labels: [String: String], median: Double, tail: Double, _ generator: inout SeededGenerator
  ) -> [Metric] {
    var histogram = LatencyHistogram()
    for _ in 0..<2_000 {
      let share = Double(generator.below(10_000) + 1) / 10_000
      let value = median * (0.7 + 0.6 * (1 - share)) + tail * median * 0.001 / share
      histogram.record(UInt64(value * 1e9))
    }
    return [("p50", 1.0), ("p90", 1.3), ("p99", 1 + tail / 4), ("p99.9", 1 + tail), ("max", 1 + 4 * tail)].map
    {
      quantile, factor in
      var metric = metric(
        id, labels.merging(["quantile": quantile]) { $1 }, unit: "s", better: .lower, &generator
      ) { _ in median * factor }
      if quantile == "p50" { metric.histogram = histogram.encoded }
      return metric
    }
  }

  func wakeups(_ generator: inout SeededGenerator) -> [Metric] {
    let kinds: [(policy: String, load: String, awake: String, median: Double, tail: Double)] = [
      ("other", "0", "default", 60e-6, 1), ("other", "1", "default", 64e-6, 180),
      ("fifo", "0", "default", 58e-6, 0.4), ("fifo", "1", "default", 4e-6, 5), ("fifo", "0", "held", 3e-6, 4),
    ]
    return kinds.flatMap { kind -> [Metric] in
      let labels = [
        "source": "timer", "policy": kind.policy, "load": kind.load, "dma_latency": kind.awake,
        "pinning": "cpu", "interval": "500us",
      ]
      let missed = metric("scheduler.missed_periods", labels, unit: "1", better: .lower, &generator) { _ in
        kind.tail > 100 ? 0.021 : 0
      }
      let worst = metric("scheduler.wakeup_worst_at", labels, unit: "s", better: .lower, &generator) { _ in
        1.2
      }
      return distribution(
        "scheduler.wakeup_latency", labels, median: kind.median, tail: kind.tail, &generator) + [
          missed, worst,
        ]
    }
  }

  func requests(_ generator: inout SeededGenerator) -> [Metric] {
    ["none", "cpu"].flatMap { pinning in
      ["closed", "10", "50", "75", "90", "95"].flatMap { load -> [Metric] in
        let share = Double(load).map { $0 / 100 } ?? 1
        let queueing = 1 / (1.05 - share)
        let labels = ["load": load, "pinning": pinning]
        let rate = metric("scheduler.requests", labels, unit: "op/s", better: .higher, &generator) { _ in
          52_000 * share
        }
        return distribution(
          "scheduler.wakeup_latency", labels.merging(["source": "message"]) { $1 }, median: 8e-6, tail: 3,
          &generator)
          + distribution(
            "scheduler.request_latency", labels,
            median: (pinning == "cpu" ? 41e-6 : 40e-6) * (1 + queueing / 8),
            tail: queueing, &generator) + [rate]
      }
    }
  }

  func switches(_ generator: inout SeededGenerator) -> [Metric] {
    let cores = nodeCount * coresPerNode
    let seconds = ["same_cpu": 1.1e-6, "siblings": 1.6e-6, "same_cache": 3.4e-6, "other_node": 6.2e-6]
    let ends = [0, cores, 1, coresPerNode].filter { $0 < cpuCount }
    return ends.flatMap { end -> [Metric] in
      let pairing = pairing(0, end)
      return ["pipe", "futex", "eventfd", "yield"].flatMap { kind -> [Metric] in
        guard kind != "yield" || end == 0 else { return [] }
        return ["threads", "processes"].map { between in
          metric(
            "scheduler.switch",
            ["kind": kind, "between": between, "pairing": pairing, "from": "0", "to": String(end)], unit: "s",
            better: .lower, &generator
          ) { _ in (seconds[pairing] ?? 0) * (kind == "yield" ? 0.4 : 1) * (between == "threads" ? 1 : 1.2) }
        }
      }
    }
  }

  func coreToCore(_ generator: inout SeededGenerator) -> [Metric] {
    let seconds = ["siblings": 6e-9, "same_cache": 29e-9, "other_node": 118e-9]
    var pairs: [Metric] = []
    for from in 0..<cpuCount {
      for to in stride(from: from + 1, to: cpuCount, by: pairStep) {
        let pairing = pairing(from, to)
        pairs.append(
          metric(
            "scheduler.core_to_core", ["from": String(from), "to": String(to), "pairing": pairing], unit: "s",
            better: .lower, &generator
          ) { _ in seconds[pairing] ?? 0 })
      }
    }
    let classes = Set(pairs.compactMap { $0.labels["pairing"] }).sorted()
    return pairs
      + classes.flatMap { pairing in
        [("core_to_core_class", 1.0), ("core_to_core_swap", 1.3)].map { name, factor in
          metric("scheduler.\(name)", ["pairing": pairing], unit: "s", better: .lower, &generator) { _ in
            (seconds[pairing] ?? 0) * factor
          }
        }
      }
  }

  func messaging(_ generator: inout SeededGenerator) -> [Metric] {
    ["socket", "pipe"].flatMap { transport in
      ["threads", "processes"].map { between in
        metric(
          "scheduler.messaging",
          ["transport": transport, "between": between, "groups": "4", "senders": "10"],
          unit: "op/s", better: .higher, &generator
        ) { _ in transport == "pipe" ? 1.6e6 : 1.1e6 }
      }
    }
  }
}
