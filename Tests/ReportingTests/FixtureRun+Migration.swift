import Experiment
import Statistics

/// What the migration benchmark finds on a made-up host.
extension FixtureRun {
  /// One made-up migration: the figures follow from the guest's memory, how fast it is written, and the link.
  struct MadeMigration {
    /// Bytes of the guest's memory, and of what it writes again and again.
    static let memory = 268_435_456.0
    static let workingSet = 33_554_432.0

    var strategy: String
    var dirty: Int
    var link: String
    /// When each round begins, seconds, and what is left to be sent then.
    var rounds: [(begin: Double, left: Double)] = []
    var pause = 0.0
    var total = 0.0
    var converged = true

    init(_ strategy: String, _ dirty: Int, _ link: String) {
      (self.strategy, self.dirty, self.link) = (strategy, dirty, link)
      var (left, time) = (Self.memory, 0.0)
      while rounds.count < 24 {
        rounds.append((time, left))
        let length = left / rate
        time += length
        if isPostcopy { break }
        left = min(Self.workingSet, writes * length)
        if left <= rate * 0.3 { break }
      }
      converged = isPostcopy || left <= rate * 0.3
      pause = isPostcopy ? 0.011 : 0.006 + left / rate
      total = time + (isPostcopy ? 0.05 : pause)
    }

    var isPostcopy: Bool { strategy == "postcopy" }
    var isSlow: Bool { link != "none" }
    /// Bytes a second over the link.
    var rate: Double { isSlow ? 32e6 : strategy == "multifd" ? 1.1e9 : 7e8 }
    /// Bytes a second that the guest writes; auto-converge holds it back.
    var writes: Double {
      let free = Double(dirty) * 4096
      return strategy == "auto-converge" ? min(free, rate * 0.6) : free
    }
    var blackout: Double { pause + (isSlow ? 0.0065 : 0.0018) }
    /// Moment at which the guest stands still.
    var stop: Double { isPostcopy ? total * 0.1 : total - pause }
    var brownout: Double {
      isPostcopy ? (isSlow ? 0.012 : 0.0043) : strategy == "auto-converge" && dirty > 2000 ? 0.03 : 0.0016
    }
    var labels: [String: String] { ["strategy": strategy, "dirty": "\(dirty)", "link": link] }
  }

  static let relay = "relay,rate=256mbit,delay=2ms"

  static let migrations: [MadeMigration] = ["none", relay].flatMap { link in
    [0, 2000, 16_000].flatMap { dirty in
      ["precopy", "multifd", "postcopy", "auto-converge"].map { MadeMigration($0, dirty, link) }
    }
  }

  /// A Run of the migration benchmark alone.
  var migration: Run {
    var run = finished
    var generator = SeededGenerator(seed: seed)
    run.tool.arguments = ["migration"]
    run.metrics = Self.migrations.flatMap { measured($0, &generator) }
    for (quantile, error) in [("p50", 21e-6), ("p95", 84e-6)] {
      run.metrics.append(
        metric(
          "migration.calibration_error", ["quantile": quantile], unit: "s", better: .lower, &generator
        ) { _ in error })
    }
    run.warnings = [
      .init(
        code: "migration.tcg", message: "The guest ran without KVM: method and relative comparison only.",
        advice: "Measure on a host whose /dev/kvm can be used.")
    ]
    return run
  }

  private func measured(_ made: MadeMigration, _ generator: inout SeededGenerator) -> [Metric] {
    let seconds: [(String, Double, Bool)] = [
      ("blackout", made.blackout, true), ("guest_pause", made.pause, true), ("total", made.total, true),
      ("pause", made.pause, false), ("guest_pause_bound", 42e-6, false),
      ("reported_pause", made.pause, false),
      ("forecast_pause", made.pause * 0.93, false), ("forecast_total", made.total * 1.06, false),
      ("blackout_resolution", 0.001, false),
    ]
    let counts: [(String, String, Double)] = [
      ("transferred", "B", made.rate * made.total * 0.94), ("rounds", "1", Double(made.rounds.count)),
      ("throughput", "B/s", made.rate * 0.94), ("remaining", "B", 0),
      ("converged", "1", made.converged ? 1 : 0), ("verified_pages", "1", 65_536),
      ("forecast_converges", "1", made.converged || made.strategy == "multifd" ? 1 : 0),
      ("forecast_load", "1", made.converged ? 0.6 : 2.4), ("pages_lost", "1", made.isPostcopy ? 0.31 : 0.08),
    ]
    var metrics = seconds.map { name, value, isPrimary in
      metric(
        "migration.\(name)", made.labels, unit: "s", better: .lower, primary: isPrimary, &generator
      ) { _ in value }
    }
    let isFar = made.isPostcopy && made.dirty == 16_000
    for index in metrics[1].samples.indices {
      let pause = metrics[1].samples[index].value
      metrics[3].samples[index].value = pause + (isFar ? 0.004 : 0.0003)
      // QEMU's report leaves out what postcopy does after the switch.
      metrics[5].samples[index].value = pause * (made.isPostcopy ? 0.18 : 0.985)
    }
    metrics += counts.map { name, unit, value in
      var counted = metric("migration.\(name)", made.labels, unit: unit, better: .lower, &generator) { _ in
        value
      }
      for index in counted.samples.indices { counted.samples[index].value = value }
      return counted
    }
    for (quantile, factor) in [("p50", 0.4), ("p99", 1.0), ("max", 2.2)] {
      let labels = made.labels.merging(["quantile": quantile]) { $1 }
      for (name, value) in [("brownout", made.brownout), ("beat_interval", 0.0011)] {
        metrics.append(
          metric("migration.\(name)", labels, unit: "s", better: .lower, &generator) { _ in value * factor })
      }
    }
    return metrics.map { withSeries($0, made, &generator) }
  }

  /// The metric, and where it runs over time about 200 points of it.
  private func withSeries(
    _ metric: Metric, _ made: MadeMigration, _ generator: inout SeededGenerator
  ) -> Metric {
    let step = max(0.01, made.total / 200)
    let times = Array(stride(from: 0, through: made.total + 0.1, by: step))
    let left = times.map { time -> Double in
      guard let round = made.rounds.last(where: { $0.begin <= time }), time < made.total else { return 0 }
      return max(0, round.left - made.rate * (time - round.begin))
    }
    var metric = metric
    switch metric.id {
    case "migration.throughput":
      let values = times.map { $0 < made.total ? made.rate * (0.94 + 0.03 * noise(&generator)) : 0 }
      metric.series = Series(seconds: times, values: values)
    case "migration.remaining": metric.series = Series(seconds: times, values: left)
    case "migration.rounds":
      metric.series = Series(
        seconds: times, values: times.map { time in Double(made.rounds.count { $0.begin <= time }) })
    case "migration.beat_interval" where metric.labels["quantile"] == "max":
      // No beat while the guest stands still; the first one after it ends the longest interval.
      let beats = times.filter { $0 < made.stop || $0 > made.stop + made.blackout }
      let first = beats.first { $0 > made.stop + made.blackout }
      let values = beats.map { time in
        time == first ? made.blackout : made.brownout * (0.6 + 0.1 * noise(&generator).magnitude)
      }
      metric.series = Series(seconds: beats, values: values)
    default: break
    }
    return metric
  }
}
