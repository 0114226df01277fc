internal import Experiment
internal import Host
internal import Platform

/// The kernel's counters of what disturbs CPUs, as text: to be understood after the window.
struct NoiseCounters: Sendable {
  /// When they were read, in nanoseconds of `Clock.now()`.
  var time: UInt64
  /// /proc/stat, /proc/interrupts, /proc/softirqs; nil where one cannot be read.
  var stat: String?
  var interrupts: String?
  var softirqs: String?

  /// Reads them now.
  static func read(root: HostRoot) -> NoiseCounters {
    NoiseCounters(
      time: Clock.now(), stat: root.text("proc/stat"), interrupts: root.text("proc/interrupts"),
      softirqs: root.text("proc/softirqs"))
  }
}

/// What took time from the CPUs between two moments, as far as the kernel tells; what it does not tell is absent.
struct NoiseSources {
  /// Interrupts of so many sources are named; all others are in the sum.
  static let namedInterrupts = 5

  private let before: NoiseCounters
  private let after: NoiseCounters
  private let cpus: [Int]
  private let seconds: Double

  /// Between two readings, on these CPUs.
  init(before: NoiseCounters, after: NoiseCounters, cpus: [Int]) {
    self.before = before
    self.after = after
    self.cpus = cpus
    seconds = Clock.seconds(from: before.time, to: after.time)
  }

  /// Stolen time, interrupts by source and softirqs by kind of all CPUs together, as rates for each CPU; stolen time
  /// and the sum of the interrupts of each CPU.
  var measurements: [Measurement] {
    guard seconds > 0, !cpus.isEmpty else { return [] }
    return steal(cpus, "all") + cpus.flatMap { steal([$0], String($0)) } + interrupts + softirqs
  }

  private func steal(_ cpus: [Int], _ label: String) -> [Measurement] {
    let capacity = seconds * Double(cpus.count)
    guard capacity >= KernelCounters.shortestCapacity,
      let old = before.stat.flatMap({ KernelCounters.cpuSeconds(stat: $0, cpus: cpus).stolen }),
      let new = after.stat.flatMap({ KernelCounters.cpuSeconds(stat: $0, cpus: cpus).stolen })
    else { return [] }
    return [
      Measurement(
        id: "scheduler.noise_steal", labels: ["cpu": label], unit: "1", better: .lower,
        value: min(1, max(0, (new - old) / capacity)))
    ]
  }

  private var interrupts: [Measurement] {
    guard let old = before.interrupts.flatMap(InterruptTable.init),
      let new = after.interrupts.flatMap(InterruptTable.init)
    else { return [] }
    func rates(_ counts: [(source: String, count: UInt64)], _ cpus: [Int], _ label: String) -> [Measurement] {
      counts.map { rate("scheduler.noise_interrupts", ["source": $0.source, "cpu": label], $0.count, cpus) }
    }
    func sum(_ counts: [String: UInt64]) -> [(source: String, count: UInt64)] {
      [("all", counts.values.reduce(0, +))]
    }
    guard let all = new.counts(since: old, on: cpus) else { return [] }
    let each = cpus.flatMap { cpu in
      new.counts(since: old, on: [cpu]).map { rates(sum($0), [cpu], String(cpu)) } ?? []
    }
    return rates(sum(all) + Self.largest(all), cpus, "all") + each
  }

  private var softirqs: [Measurement] {
    guard let old = before.softirqs.flatMap(InterruptTable.init),
      let new = after.softirqs.flatMap(InterruptTable.init), let counts = new.counts(since: old, on: cpus)
    else { return [] }
    return counts.sorted { $0.key < $1.key }.map {
      rate("scheduler.noise_softirqs", ["kind": $0.key], $0.value, cpus)
    }
  }

  /// The sources with the most interrupts, at most `namedInterrupts`, of those that interrupted at all.
  static func largest(_ counts: [String: UInt64]) -> [(source: String, count: UInt64)] {
    counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(namedInterrupts)
      .map { ($0.key, $0.value) }
  }

  private func rate(
    _ id: String, _ labels: [String: String], _ count: UInt64, _ cpus: [Int]
  ) -> Measurement {
    Measurement(
      id: id, labels: labels, unit: "op/s", better: .lower,
      value: Double(count) / (seconds * Double(cpus.count)))
  }
}
