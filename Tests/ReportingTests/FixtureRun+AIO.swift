import Experiment
import Statistics

/// What the AIO benchmark finds on a made-up disk.
extension FixtureRun {
  /// A Run of the AIO benchmark alone.
  var aio: Run {
    var run = finished
    var generator = SeededGenerator(seed: seed)
    run.tool.arguments = ["aio"]
    run.metrics =
      depths(&generator) + batches(&generator) + transfers(&generator) + writes(&generator)
      + rates(&generator) + knees(&generator) + nodes(&generator) + verified(&generator)
    return run
  }

  /// One load: rate, latencies from its depth, CPU time and the depth held.
  ///
  /// - Parameters:
  ///   - rate: operations a second.
  ///   - cpu: seconds an operation.
  ///   - held: share of the depth asked for that is held.
  private func load(
    _ labels: [String: String], rate: Double, cpu: Double, held: Double = 1, tail: Double = 2,
    _ generator: inout SeededGenerator
  ) -> [Metric] {
    let depth = Double(labels["depth"] ?? "") ?? 1
    let jobs = Double(labels["jobs"] ?? "") ?? 1
    let sizes = ["4k": 4096.0, "128k": 131_072, "1m": 1_048_576]
    let bytes = sizes[labels["block"] ?? ""] ?? 512
    let mean = labels["rate"] == nil ? depth * jobs * held / rate : 90e-6
    let isPrimary = labels["rw"] == "randread" && (depth == 1 || depth == 128)
    func figure(
      _ name: String, _ own: [String: String], _ unit: String, _ better: Metric.Direction,
      _ value: Double,
      _ generator: inout SeededGenerator
    ) -> Metric {
      metric(
        "aio.\(name)", labels.merging(own) { $1 }, unit: unit, better: better,
        primary: name == "iops" && isPrimary, &generator
      ) { _ in value }
    }
    let directions =
      labels["rw"] == "randrw"
      ? ["read", "write"] : labels["rw"]?.hasSuffix("write") == true ? ["write"] : ["read"]
    // Of one sweep everything that is measured, of other loads what decides.
    let isWhole = labels["engine"] == "libaio" && labels["jobs"] == "1" && depth > 2 && depth < 32
    let phases: [(String, Double)] = isWhole ? [("submit", 0.05), ("complete", 0.95)] : []
    let modes = isWhole ? [("total", 1.0), ("user", 0.3), ("system", 0.7)] : [("total", 1.0)]
    return [figure("iops", [:], "op/s", .higher, rate, &generator)]
      + [figure("bandwidth", [:], "B/s", .higher, rate * bytes, &generator)]
      + directions.flatMap { direction in
        distribution(
          "aio.latency", labels.merging(["phase": "total", "direction": direction]) { $1 }, median: mean,
          tail: tail, &generator)
      }
      + phases.flatMap { phase, share in
        distribution(
          "aio.latency", labels.merging(["phase": phase]) { $1 }, median: mean * share, tail: tail, &generator
        )
      }
      + modes.map { figure("cpu_per_op", ["mode": $0.0], "s", .lower, cpu * $0.1, &generator) }
      + [
        figure("switches_per_op", [:], "1", .lower, 1 / depth, &generator),
        figure("depth_held", [:], "1", .higher, mean * rate, &generator),
        figure("steady", [:], "1", .higher, 1, &generator),
      ]
  }

  private func labels(_ engine: String, _ access: String, _ block: String = "4k", depth: Int, jobs: Int = 1)
    -> [String: String]
  {
    let common = [
      "engine": engine, "rw": access, "block": block, "depth": "\(depth)", "jobs": "\(jobs)", "direct": "yes",
      "sync": "none", "batch": "1",
    ]
    return engine == "libaio" ? common.merging(["completion": "syscall"]) { $1 } : common
  }

  /// A disk that serves so many at once and waits with the rest.
  private func rate(_ depth: Int, jobs: Int = 1) -> Double {
    let flight = Double(depth * jobs)
    return 82_000 * flight / (flight + 7)
  }

  private func depths(_ generator: inout SeededGenerator) -> [Metric] {
    let sweeps = [("libaio", 1, [1, 2, 4, 8, 16, 32, 64, 128]), ("libaio", 2, [1, 8, 32, 128])]
    let own = sweeps.flatMap { engine, jobs, depths in
      depths.flatMap { depth in
        load(
          labels(engine, "randread", depth: depth, jobs: jobs), rate: rate(depth, jobs: jobs),
          cpu: 5.7e-6 + 4e-6 / Double(depth), held: depth == 128 && jobs == 2 ? 0.8 : 1, &generator)
      }
    }
    return own
      + [1, 8, 32, 128].flatMap { depth in
        load(
          labels("io_uring", "randread", depth: depth), rate: rate(depth) * 1.06,
          cpu: 5.1e-6 + 4e-6 / Double(depth),
          &generator)
      }
      + load(labels("sync", "randread", depth: 1), rate: rate(1) * 1.04, cpu: 8.9e-6, &generator)
  }

  private func batches(_ generator: inout SeededGenerator) -> [Metric] {
    [
      ("8", "syscall", 0.95, 4.6e-6), ("32", "syscall", 0.86, 4.2e-6), ("1", "ring", 1.0, 5.2e-6),
      ("32", "ring", 0.86, 3.9e-6),
    ].flatMap { batch, completion, share, cpu in
      load(
        labels("libaio", "randread", depth: 32).merging(["batch": batch, "completion": completion]) { $1 },
        rate: rate(32) * share, cpu: cpu, &generator)
    }
  }

  private func transfers(_ generator: inout SeededGenerator) -> [Metric] {
    [("read", "128k", 9_600.0), ("read", "1m", 1_310), ("write", "128k", 5_100), ("write", "1m", 690)].flatMap
    {
      access, block, rate in
      load(labels("libaio", access, block, depth: 8), rate: rate, cpu: 31e-6, &generator)
    }
  }

  private func writes(_ generator: inout SeededGenerator) -> [Metric] {
    let policies = [("none", 11_000.0), ("dsync", 1_900), ("fdatasync", 1_240), ("fsync", 840)]
    return policies.flatMap { policy, rate in
      load(
        labels("libaio", "randwrite", depth: 1).merging(["sync": policy]) { $1 }, rate: rate, cpu: 11e-6,
        tail: 9,
        &generator)
    } + load(labels("libaio", "randwrite", depth: 32), rate: 41_000, cpu: 6.4e-6, tail: 4, &generator)
      + load(
        labels("libaio", "randrw", depth: 32).merging(["mix": "70"]) { $1 }, rate: 55_000, cpu: 6.2e-6,
        &generator)
  }

  private func rates(_ generator: inout SeededGenerator) -> [Metric] {
    [(5_000, 0.5), (20_000, 1), (40_000, 4), (60_000, 40), (90_000, 4_000)].flatMap { asked, tail in
      load(
        labels("libaio", "randread", depth: 128).merging(["rate": "\(asked)"]) { $1 },
        rate: min(Double(asked), 76_400), cpu: 6e-6, tail: tail, &generator)
    }
  }

  private func knees(_ generator: inout SeededGenerator) -> [Metric] {
    [("1ms", 62_500.0, 24.0), ("500us", 49_700, 12)].flatMap { limit, rate, depth in
      var labels = labels("libaio", "randread", depth: 1)
      labels["depth"] = nil
      labels["p99_limit"] = limit
      return [
        metric("aio.knee_iops", labels, unit: "op/s", better: .higher, &generator) { _ in rate },
        metric("aio.knee_depth", labels, unit: "1", better: .higher, spread: 0, &generator) { _ in depth },
      ]
    }
  }

  private func nodes(_ generator: inout SeededGenerator) -> [Metric] {
    [("0", 1.0), ("1", 0.91)].flatMap { node, share in
      [1, 32].flatMap { depth in
        load(
          labels("libaio", "randread", depth: depth).merging(["cpu_node": node, "device_node": "0"]) { $1 },
          rate: rate(depth) * share, cpu: 6e-6 / share, &generator)
      }
    }
  }

  private func verified(_ generator: inout SeededGenerator) -> [Metric] {
    let labels = labels("libaio", "randwrite", depth: 16).merging(["verify": "yes"]) { $1 }
    return load(labels, rate: 21_000, cpu: 9e-6, &generator) + [
      metric("aio.verified_blocks", labels, unit: "1", better: .higher, &generator) { _ in 4_100 }
    ]
  }
}
