internal import Experiment

/// How late sleeping threads wake: by policy, load and whether CPUs may idle.
struct WakeupReading: Sendable {
  static let latencyID = "scheduler.wakeup_latency"
  static let missedID = "scheduler.missed_periods"
  static let worstID = "scheduler.wakeup_worst_at"

  /// One for each kind of wake-up, policies first.
  let distributions: [LatencyDistribution]
  /// All estimates of timers, whatever they tell.
  let estimates: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    let timers = reading.estimates(Self.latencyID).filter { $0["source"] == "timer" }
    let strangers = reading.estimates(Self.latencyID).filter { !["timer", "message"].contains($0["source"]) }
    let missed = reading.estimates(Self.missedID)
    let worst = reading.estimates(Self.worstID)
    let all = timers + missed + worst
    let unplaced = all.filter {
      $0["policy"] == nil || $0["load"] == nil || ($0.metric.id == Self.latencyID && $0["quantile"] == nil)
    }
    let keys = Set(unplaced.map(\.metric.key))
    let placed = all.filter { !keys.contains($0.metric.key) }
    let distributions = LatencyDistribution.all(
      placed.filter { $0.metric.id == Self.latencyID }, by: ["policy", "load", "dma_latency"])
    let table = EstimateTable(
      placed, by: ["policy", "load"], hidden: ["quantile", "source"],
      columns: [
        .init("p50", dropped: 8), .init("p99"), .init("p99.9", dropped: 5), .init("max", dropped: 6),
        .init("missed", dropped: 7),
      ], main: 1
    ) { $0.metric.id == Self.missedID ? "missed" : $0.metric.id == Self.latencyID ? $0["quantile"] : nil }
    subject = Subject(
      title: "Timer wake-up latency", better: "lower is better", explanation: Self.explanation(placed),
      tables: [table], sentence: Self.sentence(distributions), others: strangers + unplaced)
    self.distributions = distributions
    estimates = placed
  }

  private static func explanation(_ estimates: [Estimate]) -> String {
    let intervals = Set(estimates.compactMap { $0["interval"] }).sorted()
    let every =
      intervals.isEmpty
      ? ""
      : " every "
        + intervals.map { LabelWords.value("interval", $0, beside: [:]) }.joined(separator: ", ")
    let awake =
      estimates.contains { $0["dma_latency"] == "held" } ? " Awake: CPUs kept out of idle states." : ""
    return
      "How late a thread on each CPU runs that sleeps to a deadline\(every). Busy: threads that compete for each CPU. Missed: deadlines that passed before it ran.\(awake)"
  }

  /// The name of a distribution: `fifo, 1 busy`.
  static func name(_ labels: [String: String]) -> String {
    let load = labels["load"] ?? Units.unknown
    let parts = [
      LabelWords.value("policy", labels["policy"] ?? Units.unknown, beside: labels),
      load == "0" ? "idle" : "\(load) busy", labels["dma_latency"] == "held" ? "awake" : "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// What load does without a real-time policy, and what such a policy does about it; else what idle states cost.
  private static func sentence(_ distributions: [LatencyDistribution]) -> String? {
    func p99(_ policy: String, loaded: Bool) -> (load: String, estimate: Estimate)? {
      distributions.last {
        $0.labels["policy"] == policy && ($0.labels["load"] != "0") == loaded
          && $0.labels["dma_latency"] != "held"
      }.flatMap { found in found.quantiles["p99"].map { (found.labels["load"] ?? "", $0) } }
    }
    guard let loaded = p99("other", loaded: true) else { return idleSentence(distributions) }
    let beside = "Beside \(loaded.load) busy \(loaded.load == "1" ? "thread" : "threads") on each CPU"
    if let fifo = p99("fifo", loaded: true), fifo.load == loaded.load,
      fifo.estimate.isClearlyBelow(loaded.estimate),
      let times = loaded.estimate.times(fifo.estimate)
    {
      return
        "\(beside), p99 is \(loaded.estimate.valueText) under SCHED_OTHER and \(fifo.estimate.valueText) under SCHED_FIFO (\(times) less): give what must wake on time SCHED_FIFO, or CPUs of its own."
    }
    if let idle = p99("other", loaded: false), idle.estimate.isClearlyBelow(loaded.estimate),
      let times = loaded.estimate.times(idle.estimate)
    {
      return
        "\(beside), p99 rises from \(idle.estimate.valueText) to \(loaded.estimate.valueText) (\(times)): keep CPUs free for what must wake on time."
    }
    return idleSentence(distributions)
  }

  private static func idleSentence(_ distributions: [LatencyDistribution]) -> String? {
    for held in distributions where held.labels["dma_latency"] == "held" {
      var labels = held.labels
      labels["dma_latency"] = "default"
      guard let free = distributions.first(where: { $0.labels == labels })?.quantiles["p50"],
        let awake = held.quantiles["p50"], awake.isClearlyBelow(free)
      else { continue }
      return
        "Kept awake, CPUs wake threads in \(awake.valueText) instead of \(free.valueText) (p50): where that counts, hold /dev/cpu_dma_latency, at the price of power."
    }
    return nil
  }
}
